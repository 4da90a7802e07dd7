//! A LaunchAgent of the user (launchd.plist(5)): read at the next login.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use daypass_core::failure::Failure;
use daypass_core::ports::StartAtLogin;

use super::{AT_LOGIN, Program, no_name, not_changed, remove, replace};

const LABEL: &str = "dev.daypass.desktop";

/// The agent of one user.
#[derive(Clone, Debug)]
pub struct LaunchAgent {
    file: PathBuf,
    program: Program,
}

impl LaunchAgent {
    /// The agent in this home that starts `program`.
    #[must_use]
    pub fn new(home: &Path, program: Program) -> Self {
        Self { file: home.join("Library/LaunchAgents").join(format!("{LABEL}.plist")), program }
    }
}

impl StartAtLogin for LaunchAgent {
    fn is_on(&self) -> Option<bool> {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        Some(!text.is_empty() && !is_disabled(&text))
    }

    fn set(&self, on: bool) -> Result<(), Failure> {
        let done = if on {
            let program = self.program.text().ok_or_else(no_name)?;
            replace(&self.file, &agent(program))
        } else {
            remove(&self.file)
        };
        done.map_err(|error: io::Error| not_changed(&self.file.display().to_string(), &error))
    }
}

/// The key `Disabled`, however the file is laid out.
fn is_disabled(text: &str) -> bool {
    let after = text.split_once("<key>Disabled</key>");
    after.is_some_and(|(_, value)| value.trim_start().starts_with("<true"))
}

fn agent(program: &str) -> String {
    // Limited to Aqua: a login over ssh has no tray.
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n\
         <dict>\n\
         \t<key>Label</key>\n\t<string>{LABEL}</string>\n\
         \t<key>ProgramArguments</key>\n\
         \t<array>\n\t\t<string>{}</string>\n\t\t<string>{AT_LOGIN}</string>\n\t</array>\n\
         \t<key>RunAtLoad</key>\n\t<true/>\n\
         \t<key>ProcessType</key>\n\t<string>Interactive</string>\n\
         \t<key>LimitLoadToSessionType</key>\n\t<string>Aqua</string>\n\
         </dict>\n\
         </plist>\n",
        xml(program)
    )
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(home: &Path, program: &str) -> LaunchAgent {
        LaunchAgent::new(home, Program::running_from(Path::new(program), &|_| None))
    }

    #[test]
    fn on_writes_the_agent_and_off_removes_it() {
        let home = tempfile::tempdir().unwrap();
        let item = at(home.path(), "/Applications/Day & <Night>.app/Contents/MacOS/daypass-desktop");
        assert_eq!(item.is_on(), Some(false));
        item.set(true).unwrap();
        assert_eq!(item.is_on(), Some(true));
        let text =
            fs::read_to_string(home.path().join("Library/LaunchAgents/dev.daypass.desktop.plist")).unwrap();
        assert!(text.contains(
            "<string>/Applications/Day &amp; &lt;Night&gt;.app/Contents/MacOS/daypass-desktop</string>"
        ));
        assert!(text.contains("<string>--at-login</string>"));
        item.set(false).unwrap();
        assert_eq!(item.is_on(), Some(false));
    }

    #[test]
    fn an_agent_that_was_disabled_is_off() {
        let home = tempfile::tempdir().unwrap();
        let item = at(home.path(), "/bin/daypass-desktop");
        item.set(true).unwrap();
        let text = fs::read_to_string(&item.file).unwrap();
        replace(&item.file, &text.replace("</dict>", "\t<key>Disabled</key>\n\t<true/>\n</dict>")).unwrap();
        assert_eq!(item.is_on(), Some(false));
        item.set(true).unwrap();
        assert_eq!(item.is_on(), Some(true));
    }
}
