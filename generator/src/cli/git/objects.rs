//! Objects of a repository, from one `git cat-file` process.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};

use oaspen::MAX_FILE_SIZE;

use super::error::GitError;
use super::repository::Repository;

/// A running `git cat-file --batch`. It ends when its input is closed.
#[derive(Debug)]
pub(super) struct Objects {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn of(repository: &Repository) -> Result<Self, GitError> {
        let mut child = repository.objects().spawn().map_err(GitError::NoGit)?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let output = output.ok_or_else(|| GitError::Failed("`git cat-file` has no output".to_owned()))?;
        Ok(Self {
            child,
            input,
            output: BufReader::new(output),
        })
    }

    /// The content of an object. `path` is for messages.
    pub(super) fn read(&mut self, id: &str, path: &str) -> Result<Vec<u8>, GitError> {
        self.request(id, path).map_err(|error| match error {
            Failure::Git(error) => error,
            Failure::Io(error) => GitError::Failed(format!("`{path}` cannot be read: {error}")),
        })
    }

    fn request(&mut self, id: &str, path: &str) -> Result<Vec<u8>, Failure> {
        if let Some(input) = &mut self.input {
            input.write_all(format!("{id}\n").as_bytes())?;
            input.flush()?;
        }
        let mut header = String::new();
        self.output.read_line(&mut header)?;
        let words: Vec<&str> = header.split_whitespace().collect();
        let size = match words.as_slice() {
            [_, _, size] => size.parse::<u64>().ok(),
            _ => None,
        };
        let Some(size) = size else {
            let text = format!("`{path}` is not in this clone ({})", header.trim());
            return Err(Failure::Git(GitError::Failed(text)));
        };
        // A line feed follows each object.
        let mut content = self.output.by_ref().take(size + 1);
        if size > MAX_FILE_SIZE {
            std::io::copy(&mut content, &mut std::io::sink())?;
            return Err(Failure::Git(GitError::TooLarge {
                path: path.to_owned(),
                mebibytes: size / 1024 / 1024,
            }));
        }
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        if bytes.pop() != Some(b'\n') {
            return Err(Failure::Git(GitError::Failed("`git cat-file` ended".to_owned())));
        }
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

enum Failure {
    Io(std::io::Error),
    Git(GitError),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
