//! Other tools' caches in memory.

use std::sync::Mutex;

use crate::fakes::lock;
use crate::ports::FilesStamp;
use crate::tool_caches::{CacheFile, ToolCaches};

/// Other tools' caches in memory.
#[derive(Default)]
pub struct FakeCaches {
    files: Mutex<Vec<CacheFile>>,
    writes: Mutex<u64>,
}

impl FakeCaches {
    /// Another tool has these in its caches from now on.
    pub fn hold(&self, files: Vec<CacheFile>) {
        *lock(&self.files) = files;
        *lock(&self.writes) += 1;
    }
}

impl ToolCaches for FakeCaches {
    fn read(&self) -> Vec<CacheFile> {
        lock(&self.files).clone()
    }

    fn stamp(&self) -> FilesStamp {
        vec![*lock(&self.writes)]
    }
}
