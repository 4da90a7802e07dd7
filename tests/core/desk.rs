//! A running keeper in a world of fakes, and hands to move it.

use chrono::{DateTime, TimeDelta, Utc};
use daypass_core::code::TokenCode;
use daypass_core::failure::{Code, Failure};
use daypass_core::fakes::World;
use daypass_core::keeper::{Keeper, KeeperHandle, Request};
use daypass_core::login::Wish;
use daypass_core::ports::Clock;
use daypass_core::view::{BoardView, RowView};
use tokio::time::{Duration, Instant};

/// The device of most stories.
pub const JANE: &str = "arn:aws:iam::123456789012:mfa/jane";

/// A user's key with a device, and a neighbour that nobody may touch.
pub const CONFIG: &str =
    "[profile work]\nmfa_serial = arn:aws:iam::123456789012:mfa/jane\nregion = eu-central-1\n";
/// The file belonging to [`CONFIG`].
pub const CREDENTIALS: &str = "# mine\r\n[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                               aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n\
                               \n[other]   # not ours\naws_access_key_id=ASIAOTHER\nx = y\n";

/// A desk with the program running on it.
pub struct Desk {
    pub world: World,
    pub keeper: KeeperHandle,
}

impl Desk {
    /// Opens at nine in the morning.
    pub fn open(config: &str, credentials: &str) -> Self {
        Self::open_at(instant("09:00:00"), config, credentials)
    }

    /// Opens at this instant.
    pub fn open_at(now: DateTime<Utc>, config: &str, credentials: &str) -> Self {
        Self::in_world(World::new(now, config, credentials))
    }

    /// Opens in a world that was made ready.
    pub fn in_world(world: World) -> Self {
        let keeper = start(&world);
        Self { world, keeper }
    }

    /// The usual files.
    pub fn usual() -> Self {
        Self::open(CONFIG, CREDENTIALS)
    }

    /// Ends the program and starts it again; what it shows in its first second.
    pub async fn restart(&mut self) -> Vec<String> {
        self.world.issuer.forget_drift();
        self.keeper = start(&self.world);
        self.listen(1).await
    }

    pub async fn sign_in(&self, name: &str, code: Option<&str>) -> Result<(), Failure> {
        self.wish(wish(name, code)).await
    }

    pub async fn wish(&self, wish: Wish) -> Result<(), Failure> {
        let answer = self.keeper.ask(|reply| Request::Login(wish, reply));
        // Who waits for the next code waits for the wall clock, which moves by hand only.
        tokio::time::timeout(Duration::from_secs(600), answer).await.expect("an answer")
    }

    /// Lets the device show another code, of which AWS has taken none yet.
    pub async fn next_code(&self) {
        self.pass(30).await;
    }

    pub async fn refused(&self, wish: Wish) -> Code {
        self.wish(wish).await.unwrap_err().code
    }

    pub async fn board(&self) -> BoardView {
        self.keeper.board().await.unwrap()
    }

    /// The row of this name, wherever it stands.
    pub async fn row(&self, name: &str) -> RowView {
        let rows = self.board().await.rows;
        let mut all = rows.iter().flat_map(|row| std::iter::once(row).chain(&row.roles));
        all.find(|row| row.name == name).cloned().unwrap()
    }

    /// Lets time pass, on the wall and in the runtime.
    pub async fn pass(&self, seconds: u32) {
        self.listen(seconds).await;
    }

    /// Lets time pass and writes down what is shown meanwhile, and when.
    pub async fn listen(&self, seconds: u32) -> Vec<String> {
        let mut heard = Vec::new();
        let start = Instant::now();
        for second in 1..=seconds {
            self.world.clock.advance(TimeDelta::seconds(1));
            // The keeper's timers end at whole seconds from our last request. A moment later its
            // work is done: paused time stands still while blocking work goes on.
            let moment = Duration::from_millis(u64::from(second) * 1_000 + 1);
            tokio::time::sleep_until(start + moment).await;
            let at = self.world.clock.now().format("%H:%M:%S");
            heard.extend(self.world.notifier.take_titles().iter().map(|title| format!("{at} {title}")));
        }
        heard
    }

    /// The machine sleeps: the wall clock goes on, the runtime's does not.
    pub fn sleep(&self, hours: i64) {
        self.world.clock.advance(TimeDelta::hours(hours));
    }

    /// The time of day.
    pub fn now(&self) -> String {
        self.world.clock.now().format("%H:%M:%S").to_string()
    }

    /// What STS was asked.
    pub fn asked(&self) -> Vec<String> {
        self.world.issuer.asked()
    }
}

fn start(world: &World) -> KeeperHandle {
    let (keeper, handle) = Keeper::new(world.ports(), world.sink.clone(), false);
    tokio::spawn(keeper.run());
    handle
}

/// A wish for what the profile says.
pub fn wish(name: &str, code: Option<&str>) -> Wish {
    Wish::new(name, code.map(|code| TokenCode::parse(code).unwrap()))
}

/// A time of this day.
pub fn instant(time: &str) -> DateTime<Utc> {
    format!("2026-11-22T{time}Z").parse().unwrap()
}

/// A section as Daypass writes it, for the `n`th grant of the fake.
pub fn section(name: &str, n: u32, end: &str) -> String {
    format!(
        "[{name}]\naws_access_key_id = ASIAFAKE{n:012}\naws_secret_access_key = fake-session-secret-{n}\n\
         aws_session_token = fake-session-token-{n}\nx_security_token_expires = 2026-11-22T{end}Z\nmanager = daypass\n"
    )
}
