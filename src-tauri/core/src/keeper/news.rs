//! The part of the keeper that tells what befell the credentials file.

use crate::keeper::{Keeper, Request};
use crate::loose;
use crate::notice::{Notice, overwritten_words};
use crate::overwritten::{Afterwards, PERIOD, watch_over};
use crate::target::Receipt;
use crate::text::InLanguage;

impl Keeper {
    /// Looks after what was written, beside all other work.
    pub(super) fn look_after(&self, receipt: Receipt) {
        let (ports, door) = (self.ports.clone(), self.door.clone());
        tokio::spawn(async move {
            // A loss that could not be made good is seen on the board: the session is gone from it.
            let news = match watch_over(&ports, receipt, PERIOD).await {
                Ok(Afterwards::WrittenAgain(targets)) => Request::WrittenAgain(targets),
                Ok(Afterwards::Kept) => return,
                Err(_) => Request::Wake,
            };
            if let Some(door) = door.upgrade() {
                let _ = door.send(news).await;
            }
        });
    }

    /// Another program overwrote sessions, and they are back.
    pub(super) async fn tell_of_rewriting(&mut self, targets: &[String]) {
        self.reread().await;
        if let Some(notice) = overwritten_words(targets) {
            self.show_news(notice).await;
        }
    }

    /// Others may read the file: told once for each mode.
    pub(super) async fn tell_of_loose_mode(&mut self) {
        let (files, mut mode) = (self.ports.files.clone(), self.board.memory.loose_mode);
        let asked = tokio::task::spawn_blocking(move || (loose::news(files.as_ref(), &mut mode), mode));
        let Ok((news, mode)) = asked.await else { return };
        if self.board.memory.loose_mode != mode {
            self.board.memory.loose_mode = mode;
            self.remember().await;
        }
        if let Some(news) = news {
            self.show_news(news).await;
        }
    }

    async fn show_news(&self, notice: Notice) {
        let (notifier, notice) = (self.ports.notifier.clone(), notice.in_language(self.language.now()));
        // News that nobody takes change nothing: the board shows how things stand.
        let _ = tokio::task::spawn_blocking(move || notifier.show(&notice)).await;
    }
}
