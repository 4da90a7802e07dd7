//! AWS's own reader for Rust, on bytes.
#![expect(deprecated, reason = "the only public names of the reader's own file types")]

use aws_config::profile::profile_file::{ProfileFileKind, ProfileFiles};
use aws_config::profile::{self, ProfileSet};
use aws_types::os_shim_internal::{Env, Fs};

/// The reader and what it runs on.
pub struct Reader(tokio::runtime::Runtime);

impl Reader {
    /// Ready to read.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self(tokio::runtime::Builder::new_current_thread().build()?))
    }

    /// The profiles of a credentials file; none where the reader refuses it. A file that is no UTF-8
    /// it would read as empty, with a line in its log: that is taken for a refusal.
    pub fn read(&self, text: &[u8]) -> Option<ProfileSet> {
        let text = String::from_utf8(text.to_vec()).ok()?;
        let files = ProfileFiles::builder().with_contents(ProfileFileKind::Credentials, text).build();
        let (fs, env) = (Fs::from_slice(&[]), Env::from_slice(&[]));
        self.0.block_on(profile::load(&fs, &env, &files, None)).ok()
    }
}
