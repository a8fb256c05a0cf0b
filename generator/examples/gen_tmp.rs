fn main(){ let a:Vec<String>=std::env::args().collect();
 let spec=std::path::PathBuf::from(&a[1]); let out=std::path::PathBuf::from(&a[2]);
 let layout=match a.get(3).map(|s|s.as_str()){Some("module")=>oaspen::Layout::Module,Some("file")=>oaspen::Layout::File,_=>oaspen::Layout::Crate};
 let t=std::time::Instant::now();
 let o=oaspen::generate(&oaspen::Input::Path(spec),&oaspen::Settings{name:a.get(4).cloned().unwrap_or("client".into()),layout,runtime_path:Some("/work/main/runtime".into()),..Default::default()},None);
 eprintln!("{}",oaspen::render_all(&o.diagnostics,&o.sources,oaspen::Severity::Warning,12,oaspen::Style::Plain));
 eprintln!("{:?} {:?}",o.stats,t.elapsed());
 for f in &o.files{ let p=out.join(&f.path); std::fs::create_dir_all(p.parent().unwrap()).unwrap(); std::fs::write(p,&f.text).unwrap(); }
 std::fs::write(out.join("names.lock"),&o.lock).unwrap();
}
