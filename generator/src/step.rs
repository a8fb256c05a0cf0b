//! What is being done to a client, for displays of progress.

/// A step of generating one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The document and the files that it refers to are read.
    Reading,
    /// Schemas become types, and operations become calls.
    Lowering,
    /// Types and calls get their names.
    Naming {
        /// The number of types.
        types: usize,
    },
    /// Modules are emitted and formatted.
    Emitting {
        /// The number of modules that are done.
        done: usize,
        /// The number of modules.
        of: usize,
    },
    /// Files are compared with those on disk, and written.
    Writing {
        /// The number of files that are written.
        done: usize,
        /// The number of files. Those that did not change are not written.
        of: usize,
    },
}

/// A function that is called at each step, from any thread.
pub type OnStep<'s> = &'s (dyn Fn(Step) + Sync);

/// Does nothing.
pub(crate) const QUIET: OnStep<'static> = &|_| {};
