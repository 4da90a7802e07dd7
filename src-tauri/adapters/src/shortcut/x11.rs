//! Passive grabs on the root window (X Window System Protocol, "GrabKey").

use std::sync::Arc;

use daypass_core::failure::Failure;
use daypass_core::shortcut::{Key, Named, Shortcut};
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{
    ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, GrabMode, Keycode, Keysym, Mapping,
    ModMask, Window, WindowClass,
};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::{OnPress, Problem, lock, no_way, not_on_this_keyboard, taken};

/// The keys, for as long as this lives.
pub(super) struct Grab(Arc<Grabbed>);

struct Grabbed {
    connection: RustConnection,
    root: Window,
    /// Never shown: its one message ends the listening.
    window: Window,
    keys: Shortcut,
}

/// Asks for the keys and listens on a thread of its own, which sleeps until they are pressed.
pub(super) fn grab(keys: Shortcut, on_press: OnPress, problem: Problem) -> Result<Grab, Failure> {
    let grabbed = Grabbed::connect(keys).map_err(|error| no_way(error.to_string()))?;
    let keycodes = grabbed.take()?;
    let grabbed = Arc::new(grabbed);
    let listening = Arc::clone(&grabbed);
    let thread = std::thread::Builder::new().name("shortcut".to_owned());
    thread
        .spawn(move || listening.listen(keycodes, &on_press, &problem))
        .map_err(|error| no_way(error.to_string()))?;
    Ok(Grab(grabbed))
}

impl Drop for Grab {
    fn drop(&mut self) {
        self.0.give_back();
        let (window, data) = (self.0.window, [0_u32; 5]);
        let message =
            ClientMessageEvent::new(32, window, u32::from(x11rb::protocol::xproto::AtomEnum::STRING), data);
        // Without a server there is nobody to listen to either.
        let _ = self.0.connection.send_event(false, window, EventMask::NO_EVENT, message);
        let _ = self.0.connection.flush();
    }
}

impl Grabbed {
    fn connect(keys: Shortcut) -> Result<Self, Box<dyn std::error::Error>> {
        let (connection, screen) = RustConnection::connect(None)?;
        let root = connection.setup().roots.get(screen).ok_or("there is no such screen")?.root;
        let window = connection.generate_id()?;
        let (class, look) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        connection.create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &look)?.check()?;
        Ok(Self { connection, root, window, keys })
    }

    /// Grabs all or nothing; answers what was grabbed.
    fn take(&self) -> Result<Vec<Keycode>, Failure> {
        let keycodes = self.keycodes().map_err(|error| no_way(error.to_string()))?;
        if keycodes.is_empty() {
            return Err(not_on_this_keyboard(self.keys));
        }
        for &keycode in &keycodes {
            for locks in locks() {
                if let Err(error) = self.take_one(keycode, modifiers(self.keys) | locks) {
                    self.give_back();
                    return Err(match error {
                        ReplyError::X11Error(error) if error.error_kind == ErrorKind::Access => {
                            taken(self.keys)
                        }
                        other => no_way(other.to_string()),
                    });
                }
            }
        }
        Ok(keycodes)
    }

    fn take_one(&self, keycode: Keycode, modifiers: ModMask) -> Result<(), ReplyError> {
        let asked = self.connection.grab_key(
            false,
            self.root,
            modifiers,
            keycode,
            GrabMode::ASYNC,
            GrabMode::ASYNC,
        )?;
        asked.check()
    }

    /// All keys that this connection has.
    fn give_back(&self) {
        let any: Keycode = x11rb::protocol::xproto::Grab::ANY.into();
        if let Ok(asked) = self.connection.ungrab_key(any, self.root, ModMask::ANY) {
            // Answered, so that whoever asks next finds the keys free.
            let _ = asked.check();
        }
    }

    /// The keys of the keyboard that give this one: on the first of its layouts that has it.
    fn keycodes(&self) -> Result<Vec<Keycode>, ReplyError> {
        let setup = self.connection.setup();
        let count = setup.max_keycode - setup.min_keycode + 1;
        let mapping = self.connection.get_keyboard_mapping(setup.min_keycode, count)?.reply()?;
        let (wanted, width) = (keysym(self.keys.key), usize::from(mapping.keysyms_per_keycode).max(1));
        let rows = || (setup.min_keycode..=setup.max_keycode).zip(mapping.keysyms.chunks(width));
        let column = |row: &[Keysym]| row.iter().position(|have| *have == wanted);
        let first = rows().filter_map(|(_, row)| column(row)).min();
        Ok(rows().filter(|(_, row)| first.is_some() && column(row) == first).map(|(code, _)| code).collect())
    }

    /// After news of the keyboard: another layout may have the key elsewhere. The same is told when
    /// another keyboard is used, and then nothing may be let go: its key may be on the way.
    fn take_again(&self, held: Vec<Keycode>, problem: &Problem) -> Vec<Keycode> {
        if !held.is_empty() && self.keycodes().is_ok_and(|now| now == held) {
            return held;
        }
        self.give_back();
        let taken = self.take();
        *lock(problem) = taken.as_ref().err().cloned();
        taken.unwrap_or_default()
    }

    /// Until the grab is dropped or the server is gone.
    fn listen(&self, mut held: Vec<Keycode>, on_press: &OnPress, problem: &Problem) {
        // A key that is held down is let go and pressed again by the server, at the same instant.
        let mut let_go = None;
        while let Ok(event) = self.connection.wait_for_event() {
            match event {
                Event::KeyPress(press) if let_go != Some(press.time) => on_press(),
                Event::KeyRelease(release) => let_go = Some(release.time),
                Event::MappingNotify(news) if news.request != Mapping::POINTER => {
                    held = self.take_again(held, problem);
                }
                Event::ClientMessage(message) if message.window == self.window => return,
                _ => {}
            }
        }
    }
}

/// Caps Lock and Num Lock (xkeyboard-config's Mod2) are on or off: each grab counts for one of the four.
fn locks() -> [ModMask; 4] {
    [ModMask::default(), ModMask::LOCK, ModMask::M2, ModMask::LOCK | ModMask::M2]
}

fn modifiers(keys: Shortcut) -> ModMask {
    let wanted = [
        (keys.ctrl, ModMask::CONTROL),
        (keys.alt, ModMask::M1),
        (keys.shift, ModMask::SHIFT),
        (keys.meta, ModMask::M4),
    ];
    wanted.into_iter().filter(|(held, _)| *held).fold(ModMask::default(), |all, (_, one)| all | one)
}

/// The key's symbol without Shift (X Window System Protocol, "Keysym encoding"; keysymdef.h).
fn keysym(key: Key) -> Keysym {
    match key {
        Key::Letter(letter) => u32::from(letter.to_ascii_lowercase()),
        Key::Digit(digit) => u32::from(digit),
        Key::Function(number) => 0xffbd + u32::from(number),
        Key::Named(Named::Space) => 0x20,
        Key::Named(Named::Enter) => 0xff0d,
        Key::Named(Named::Backspace) => 0xff08,
        Key::Named(Named::Insert) => 0xff63,
        Key::Named(Named::Delete) => 0xffff,
        Key::Named(Named::Home) => 0xff50,
        Key::Named(Named::End) => 0xff57,
        Key::Named(Named::PageUp) => 0xff55,
        Key::Named(Named::PageDown) => 0xff56,
        Key::Named(Named::Up) => 0xff52,
        Key::Named(Named::Down) => 0xff54,
        Key::Named(Named::Left) => 0xff51,
        Key::Named(Named::Right) => 0xff53,
    }
}
