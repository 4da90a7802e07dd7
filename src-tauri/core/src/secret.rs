//! A value that does not show itself.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Text that is never printed, never serialised, and overwritten when dropped.
///
/// There is no `Clone`: a copy of a secret is made knowingly, with [`Secret::new`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes ownership of `value`; the caller should not keep another copy.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// Lends the text to the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_value() {
        let secret = Secret::new("wJalrXUtnFEMI".to_owned());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose(), "wJalrXUtnFEMI");
    }
}
