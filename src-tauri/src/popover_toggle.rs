//! Whether a click on the tray icon opens or closes the popover.
//!
//! A click on the icon first takes the focus from an open popover, which hides it; the click that
//! follows must then not open it again.

use chrono::{DateTime, TimeDelta, Utc};

/// A click this soon after losing focus is the click that took it.
const SAME_CLICK: TimeDelta = TimeDelta::milliseconds(300);

/// What is known of the popover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toggle {
    shown: bool,
    pinned: bool,
    held: bool,
    hidden_by_blur: Option<DateTime<Utc>>,
}

/// What to do with the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Show it and give it the keyboard.
    Show,
    /// Hide it.
    Hide,
    /// Leave it.
    Stay,
}

impl Toggle {
    /// Whether the popover is on the screen.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Somebody asked for the popover itself: a menu entry, a notice, a second start.
    pub fn open(&mut self) -> Step {
        self.shown = true;
        self.hidden_by_blur = None;
        Step::Show
    }

    /// The tray icon was clicked.
    pub fn click(&mut self, now: DateTime<Utc>) -> Step {
        let same_click = self.hidden_by_blur.take().is_some_and(|at| now - at < SAME_CLICK && now >= at);
        if self.shown {
            return self.hide();
        }
        if same_click { Step::Stay } else { self.open() }
    }

    /// The window lost the keyboard.
    pub fn blur(&mut self, now: DateTime<Utc>) -> Step {
        if !self.shown || self.pinned || self.held {
            return Step::Stay;
        }
        self.hidden_by_blur = Some(now);
        self.shown = false;
        Step::Hide
    }

    /// Esc, a finished sign-in, or the window's own close button.
    pub fn hide(&mut self) -> Step {
        self.shown = false;
        Step::Hide
    }

    /// Keeps the popover open while something else has the keyboard.
    pub fn set_pinned(&mut self, pinned: bool) {
        self.pinned = pinned;
    }

    /// Keeps the popover open while a form holds typed text, even when something else has the keyboard.
    pub fn set_held(&mut self, held: bool) {
        self.held = held;
    }

    /// The page is a new one: whatever the one before it wished is void.
    pub fn begin_page(&mut self) {
        self.pinned = false;
        self.held = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_700_000_000_000 + millis).unwrap()
    }

    #[test]
    fn a_second_click_closes_whether_the_blur_comes_or_not() {
        let mut toggle = Toggle::default();
        assert_eq!(toggle.click(at(0)), Step::Show);
        assert_eq!(toggle.click(at(900)), Step::Hide);

        assert_eq!(toggle.click(at(2_000)), Step::Show);
        assert_eq!(toggle.blur(at(3_000)), Step::Hide);
        assert_eq!(toggle.click(at(3_050)), Step::Stay, "the click that took the focus");
        assert_eq!(toggle.click(at(3_100)), Step::Show, "the next click is a new wish");
    }

    #[test]
    fn a_click_long_after_the_blur_opens() {
        let mut toggle = Toggle::default();
        toggle.open();
        toggle.blur(at(0));
        assert_eq!(toggle.click(at(300)), Step::Show);
    }

    #[test]
    fn a_clock_set_back_between_blur_and_click_does_not_swallow_the_click() {
        let mut toggle = Toggle::default();
        toggle.open();
        toggle.blur(at(60_000));
        assert_eq!(toggle.click(at(0)), Step::Show);
    }

    #[test]
    fn a_pinned_popover_stays_when_it_loses_the_keyboard() {
        let mut toggle = Toggle::default();
        toggle.open();
        toggle.set_pinned(true);
        assert_eq!(toggle.blur(at(0)), Step::Stay);
        assert!(toggle.is_shown());
        assert_eq!(toggle.hide(), Step::Hide);
    }

    #[test]
    fn typed_text_stays_when_the_keyboard_goes_and_esc_still_hides() {
        let mut toggle = Toggle::default();
        toggle.open();
        toggle.set_held(true);
        assert_eq!(toggle.blur(at(0)), Step::Stay);
        assert!(toggle.is_shown());
        assert_eq!(toggle.click(at(50)), Step::Hide, "the icon is the user's own wish");
        assert_eq!(toggle.click(at(900)), Step::Show);
        assert_eq!(toggle.hide(), Step::Hide);
        toggle.open();
        toggle.set_held(false);
        assert_eq!(toggle.blur(at(2_000)), Step::Hide, "nothing typed any more");
    }

    #[test]
    fn two_clicks_at_once_open_and_close() {
        let mut toggle = Toggle::default();
        assert_eq!([toggle.click(at(0)), toggle.click(at(40))], [Step::Show, Step::Hide]);
        assert!(!toggle.is_shown());
        assert_eq!(toggle.click(at(80)), Step::Show);
    }

    #[test]
    fn a_new_page_is_neither_pinned_nor_held() {
        let mut toggle = Toggle::default();
        toggle.set_pinned(true);
        toggle.set_held(true);
        toggle.begin_page();
        toggle.open();
        assert_eq!(toggle.blur(at(0)), Step::Hide);
    }

    #[test]
    fn a_hidden_popover_does_not_hide_twice() {
        assert_eq!(Toggle::default().blur(at(0)), Step::Stay);
    }
}
