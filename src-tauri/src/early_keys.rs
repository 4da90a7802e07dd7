//! Digits that are typed before a new page can take them.
//!
//! A web view needs a few hundred milliseconds to come up, and loses the keys that are pressed until
//! then. The window has the keyboard sooner: it holds the digits until the page asks for them.

use tauri::{Runtime, WebviewWindow};
use zeroize::Zeroizing;

/// More digits than a token code has belong to nothing.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>
const LENGTH: usize = 6;

/// The digits of one window. They are a secret for half a minute, so nothing prints them.
#[derive(Default)]
pub struct EarlyKeys {
    /// None when the page takes its keys itself.
    held: Option<Zeroizing<String>>,
}

impl EarlyKeys {
    /// A page begins, which takes no keys yet.
    pub fn begin(&mut self) {
        self.held = Some(Zeroizing::new(String::with_capacity(LENGTH)));
    }

    /// Whether a digit is held: then nobody else gets it.
    pub fn hold(&mut self, typed: char) -> bool {
        let Some(held) = self.held.as_mut().filter(|_| typed.is_ascii_digit()) else {
            return false;
        };
        if held.len() < LENGTH {
            held.push(typed);
        }
        true
    }

    /// What was typed so far. From now on the page takes its keys itself.
    pub fn take(&mut self) -> Zeroizing<String> {
        self.held.take().unwrap_or_default()
    }
}

/// Asks `hold` about every character that is typed into the window, before the page hears of it. Elsewhere
/// than on Linux nothing is held.
///
/// # Errors
/// When the window cannot be reached.
pub fn watch<R: Runtime>(
    window: &WebviewWindow<R>,
    hold: impl Fn(char) -> bool + Send + 'static,
) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    return window.with_webview(move |webview| {
        use gtk::gdk::ModifierType;
        use gtk::glib::Propagation;
        use gtk::prelude::*;
        let Some(window) = webview.inner().toplevel() else {
            return;
        };
        window.connect_key_press_event(move |_, event| {
            let chord = event.state().intersects(ModifierType::CONTROL_MASK | ModifierType::MOD1_MASK);
            match event.keyval().to_unicode() {
                Some(typed) if !chord && hold(typed) => Propagation::Stop,
                _ => Propagation::Proceed,
            }
        });
    });
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (window, hold);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &mut EarlyKeys, text: &str) -> Vec<bool> {
        text.chars().map(|each| keys.hold(each)).collect()
    }

    #[test]
    fn digits_are_held_until_the_page_asks() {
        let mut keys = EarlyKeys::default();
        keys.begin();
        assert_eq!(typed(&mut keys, "80a4"), [true, true, false, true]);
        assert_eq!(*keys.take(), "804");
        assert_eq!(typed(&mut keys, "2"), [false]);
        assert_eq!(*keys.take(), "");
    }

    #[test]
    fn no_more_than_a_code_is_held() {
        let mut keys = EarlyKeys::default();
        keys.begin();
        assert_eq!(typed(&mut keys, "80421337"), [true; 8]);
        assert_eq!(*keys.take(), "804213");
    }

    #[test]
    fn nothing_is_held_without_a_page_that_begins() {
        let mut keys = EarlyKeys::default();
        assert_eq!(typed(&mut keys, "8"), [false]);
    }

    #[test]
    fn a_page_that_begins_again_knows_nothing_of_the_one_before() {
        let mut keys = EarlyKeys::default();
        keys.begin();
        typed(&mut keys, "80");
        keys.begin();
        typed(&mut keys, "4");
        assert_eq!(*keys.take(), "4");
    }
}
