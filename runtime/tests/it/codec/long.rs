//! Tables are not read row by row: the compiler's recursion limit is 128.
#![allow(missing_docs, clippy::unwrap_used)]

use oaspen_client::{Json, json};

macro_rules! long {
    ($($field:ident $name:literal $variant:ident)*) => {
        #[derive(Clone, Debug, PartialEq)]
        pub struct Long { $( pub $field: Option<i64>, )* }
        oaspen_client::object! { Long { $( $field: $name optional => $variant(i64), )* } }
        oaspen_client::builder! { Long => LongBuilder { $( $field: $name optional(i64), )* } }

        #[allow(non_camel_case_types)]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Either { $( $variant(i64), )* with_x(i64), Unknown(Json) }
        oaspen_client::union! { Either else Unknown { $( $variant: keys [$name, "x"], )* with_x: any => from(i64) } }
    };
}

long! {
    f0 "f0" with_f0
    f1 "f1" with_f1
    f2 "f2" with_f2
    f3 "f3" with_f3
    f4 "f4" with_f4
    f5 "f5" with_f5
    f6 "f6" with_f6
    f7 "f7" with_f7
    f8 "f8" with_f8
    f9 "f9" with_f9
    f10 "f10" with_f10
    f11 "f11" with_f11
    f12 "f12" with_f12
    f13 "f13" with_f13
    f14 "f14" with_f14
    f15 "f15" with_f15
    f16 "f16" with_f16
    f17 "f17" with_f17
    f18 "f18" with_f18
    f19 "f19" with_f19
    f20 "f20" with_f20
    f21 "f21" with_f21
    f22 "f22" with_f22
    f23 "f23" with_f23
    f24 "f24" with_f24
    f25 "f25" with_f25
    f26 "f26" with_f26
    f27 "f27" with_f27
    f28 "f28" with_f28
    f29 "f29" with_f29
    f30 "f30" with_f30
    f31 "f31" with_f31
    f32 "f32" with_f32
    f33 "f33" with_f33
    f34 "f34" with_f34
    f35 "f35" with_f35
    f36 "f36" with_f36
    f37 "f37" with_f37
    f38 "f38" with_f38
    f39 "f39" with_f39
    f40 "f40" with_f40
    f41 "f41" with_f41
    f42 "f42" with_f42
    f43 "f43" with_f43
    f44 "f44" with_f44
    f45 "f45" with_f45
    f46 "f46" with_f46
    f47 "f47" with_f47
    f48 "f48" with_f48
    f49 "f49" with_f49
    f50 "f50" with_f50
    f51 "f51" with_f51
    f52 "f52" with_f52
    f53 "f53" with_f53
    f54 "f54" with_f54
    f55 "f55" with_f55
    f56 "f56" with_f56
    f57 "f57" with_f57
    f58 "f58" with_f58
    f59 "f59" with_f59
    f60 "f60" with_f60
    f61 "f61" with_f61
    f62 "f62" with_f62
    f63 "f63" with_f63
    f64 "f64" with_f64
    f65 "f65" with_f65
    f66 "f66" with_f66
    f67 "f67" with_f67
    f68 "f68" with_f68
    f69 "f69" with_f69
    f70 "f70" with_f70
    f71 "f71" with_f71
    f72 "f72" with_f72
    f73 "f73" with_f73
    f74 "f74" with_f74
    f75 "f75" with_f75
    f76 "f76" with_f76
    f77 "f77" with_f77
    f78 "f78" with_f78
    f79 "f79" with_f79
    f80 "f80" with_f80
    f81 "f81" with_f81
    f82 "f82" with_f82
    f83 "f83" with_f83
    f84 "f84" with_f84
    f85 "f85" with_f85
    f86 "f86" with_f86
    f87 "f87" with_f87
    f88 "f88" with_f88
    f89 "f89" with_f89
    f90 "f90" with_f90
    f91 "f91" with_f91
    f92 "f92" with_f92
    f93 "f93" with_f93
    f94 "f94" with_f94
    f95 "f95" with_f95
    f96 "f96" with_f96
    f97 "f97" with_f97
    f98 "f98" with_f98
    f99 "f99" with_f99
    f100 "f100" with_f100
    f101 "f101" with_f101
    f102 "f102" with_f102
    f103 "f103" with_f103
    f104 "f104" with_f104
    f105 "f105" with_f105
    f106 "f106" with_f106
    f107 "f107" with_f107
    f108 "f108" with_f108
    f109 "f109" with_f109
    f110 "f110" with_f110
    f111 "f111" with_f111
    f112 "f112" with_f112
    f113 "f113" with_f113
    f114 "f114" with_f114
    f115 "f115" with_f115
    f116 "f116" with_f116
    f117 "f117" with_f117
    f118 "f118" with_f118
    f119 "f119" with_f119
    f120 "f120" with_f120
    f121 "f121" with_f121
    f122 "f122" with_f122
    f123 "f123" with_f123
    f124 "f124" with_f124
    f125 "f125" with_f125
    f126 "f126" with_f126
    f127 "f127" with_f127
    f128 "f128" with_f128
    f129 "f129" with_f129
    f130 "f130" with_f130
    f131 "f131" with_f131
    f132 "f132" with_f132
    f133 "f133" with_f133
    f134 "f134" with_f134
    f135 "f135" with_f135
    f136 "f136" with_f136
    f137 "f137" with_f137
    f138 "f138" with_f138
    f139 "f139" with_f139
    f140 "f140" with_f140
    f141 "f141" with_f141
    f142 "f142" with_f142
    f143 "f143" with_f143
    f144 "f144" with_f144
    f145 "f145" with_f145
    f146 "f146" with_f146
    f147 "f147" with_f147
    f148 "f148" with_f148
    f149 "f149" with_f149
    f150 "f150" with_f150
    f151 "f151" with_f151
    f152 "f152" with_f152
    f153 "f153" with_f153
    f154 "f154" with_f154
    f155 "f155" with_f155
    f156 "f156" with_f156
    f157 "f157" with_f157
    f158 "f158" with_f158
    f159 "f159" with_f159
    f160 "f160" with_f160
    f161 "f161" with_f161
    f162 "f162" with_f162
    f163 "f163" with_f163
    f164 "f164" with_f164
    f165 "f165" with_f165
    f166 "f166" with_f166
    f167 "f167" with_f167
    f168 "f168" with_f168
    f169 "f169" with_f169
    f170 "f170" with_f170
    f171 "f171" with_f171
    f172 "f172" with_f172
    f173 "f173" with_f173
    f174 "f174" with_f174
    f175 "f175" with_f175
    f176 "f176" with_f176
    f177 "f177" with_f177
    f178 "f178" with_f178
    f179 "f179" with_f179
    f180 "f180" with_f180
    f181 "f181" with_f181
    f182 "f182" with_f182
    f183 "f183" with_f183
    f184 "f184" with_f184
    f185 "f185" with_f185
    f186 "f186" with_f186
    f187 "f187" with_f187
    f188 "f188" with_f188
    f189 "f189" with_f189
    f190 "f190" with_f190
    f191 "f191" with_f191
    f192 "f192" with_f192
    f193 "f193" with_f193
    f194 "f194" with_f194
    f195 "f195" with_f195
    f196 "f196" with_f196
    f197 "f197" with_f197
    f198 "f198" with_f198
    f199 "f199" with_f199
}

#[test]
fn long_tables() {
    let long = Long::builder().f199(1).build().unwrap();
    assert_eq!(json::to_string(&long.with_f0(2)), r#"{"f0":2,"f199":1}"#);
    assert_eq!(json::from_str::<Either>("1").unwrap(), Either::from(1));
}
