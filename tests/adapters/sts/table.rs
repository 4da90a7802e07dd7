//! Every error worth a sentence, brought about at a strict STS, and what it comes to: the words, the file,
//! the code (the rows of the design's table of STS errors, in its order).

mod rows;

use chrono::{TimeDelta, Utc};
use daypass_core::failure::CodeFate;
use daypass_core::login::Wish;
use daypass_core::secret::Secret;
use daypass_core::settings::{ProfileSettings, Settings};
use daypass_demo::{DemoServer, Fault, FaultRule};

use super::desk::{Desk, Home, SERIAL, Said, bare, fate_is_true, long_term, serve, session, shown, wish};
use super::stage::SECRET;

/// One row.
pub struct Row {
    /// What is different from a day on which all goes well.
    given: Given,
    /// The code.
    typed: Typed,
    /// What the person reads.
    said: Said,
    /// AWS's own words, as far as they stand in the details; none where AWS is not asked.
    aws: Option<&'static str>,
    /// How often STS is asked.
    asked: u64,
    /// What is said of the code.
    fate: CodeFate,
    /// Whether STS would take the code afterwards; none where none was typed.
    taken: Option<bool>,
}

/// What a person types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// What the device shows.
    Shown,
    /// Something else.
    Wrong,
    /// What the device showed two minutes ago.
    Late,
    /// What it shows, but STS took it already.
    Used,
    /// Nothing.
    None,
}

/// What a row begins with.
#[derive(Debug)]
pub enum Given {
    /// All is well but the code.
    Nothing,
    /// The profile names this device.
    Serial(&'static str),
    /// The user's device was deleted.
    DeletedDevice,
    /// The profile's key.
    Key(&'static str, &'static str),
    /// The keyring holds this key for the profile.
    KeyringKey(&'static str),
    /// A role, directly with the code, for so many seconds.
    Role(&'static str, u32),
    /// A role of a user who has no device.
    RoleWithoutDevice(&'static str),
    /// A role through a session that is there, for so many seconds.
    RoleThrough(&'static str, Option<u32>),
    /// The same, but AWS has ended the session.
    RoleThroughEnded,
    /// STS's clock, at the first and at the second request.
    Clocks(i64, i64),
    /// STS is not activated in the region.
    DisabledRegion,
    /// What STS answers to GetSessionToken, so often.
    Answer(Answer, u32),
    /// What STS answers to AssumeRole.
    RoleAnswer(Answer),
    /// What the settings of a role ask for, as JSON.
    RoleAsks(String),
    /// A fault of STS, until it ends.
    Trouble(Fault),
}

/// Status, code and message of an error that no request brings about at our STS. `CODE` in a message
/// stands for the code that was typed.
pub type Answer = (u16, &'static str, &'static str);

impl Row {
    fn new(
        given: Given,
        typed: Typed,
        said: Said,
        aws: Option<&'static str>,
        asked: u64,
        fate: CodeFate,
        taken: Option<bool>,
    ) -> Self {
        Self { given, typed, said, aws, asked, fate, taken }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_sts_has_its_words_and_is_true_about_the_code() {
    for row in rows::rows() {
        let server = serve().await;
        play(&server, &row).await;
        server.stop().await;
    }
}

async fn play(server: &DemoServer, row: &Row) {
    let Row { given, typed, said, aws, asked, fate, taken } = row;
    let code = code(server, *typed).await;
    let (desk, wish) = set_up(server, given, &code).await;
    let wish = Wish { code: wish.code.filter(|_| *typed != Typed::None), ..wish };
    server.clear_requests();
    let failure = desk.refused(wish, &[SECRET, &code]).await;
    let at = format!("{given:?} {typed:?}: {failure:?}");
    assert_eq!((failure.code, failure.message.as_str(), failure.hint.as_str()), *said, "{at}");
    assert_eq!((server.requests().total, failure.fate), (*asked, *fate), "{at}");
    assert_eq!(failure.request_id.is_some(), aws.is_some(), "{at}");
    let has_words = failure.detail.as_deref().zip(*aws).is_some_and(|(detail, words)| detail.contains(words));
    assert!(has_words || (failure.detail.is_none() && aws.is_none()), "{aws:?}: {at}");
    if let Some(taken) = taken {
        assert_eq!(fate_is_true(server, &code, &failure).await, *taken, "{at}");
    }
}

async fn code(server: &DemoServer, typed: Typed) -> String {
    let code = shown(server);
    match typed {
        Typed::Shown | Typed::None => code,
        Typed::Wrong => format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000),
        Typed::Late => server.account().device_code(SERIAL, Utc::now() - TimeDelta::minutes(2)).unwrap().code,
        Typed::Used => {
            let asked = bare(server, long_term()).get_session_token();
            asked.serial_number(SERIAL).token_code(&code).send().await.unwrap();
            code
        }
    }
}

/// Makes it so, and returns what is wished.
async fn set_up(server: &DemoServer, given: &Given, code: &str) -> (Desk, Wish) {
    let mut home = Home::of(server);
    let mut asks = wish(code);
    match given {
        Given::Nothing | Given::KeyringKey(_) => {}
        Given::Serial(serial) => home.serial = Some((*serial).to_owned()),
        Given::DeletedDevice => server.edit_account(|account| account.identities[0].devices.clear()),
        Given::Key(id, secret) => (home.key_id, home.secret) = (id, secret),
        Given::Role(role, seconds) => {
            home = home.with_role(role);
            asks = Wish { name: (*role).into(), seconds: Some(*seconds), direct: true, ..asks };
        }
        Given::RoleWithoutDevice(role) => {
            home = home.with_role(role);
            home.serial = None;
            asks = Wish { name: (*role).into(), direct: true, ..asks };
        }
        Given::RoleThrough(role, seconds) => {
            home = home.with_role(role);
            home.more = session(server).await;
            asks = Wish { name: (*role).into(), seconds: *seconds, ..asks };
        }
        Given::RoleThroughEnded => {
            home = home.with_role("developer");
            home.more = session(server).await;
            asks = Wish { name: "developer".into(), ..asks };
            server.add_fault(FaultRule::always(Fault::ClockOffset { seconds: 7200 }));
        }
        Given::Clocks(first, second) => {
            server.add_fault(FaultRule::times(Fault::ClockOffset { seconds: *first }, 1));
            server.add_fault(FaultRule::times(Fault::ClockOffset { seconds: *second }, 1));
        }
        Given::DisabledRegion => server.edit_account(|account| {
            account.disabled_regions.insert("eu-central-1".into());
        }),
        Given::Answer(answer, times) => {
            server.add_fault(FaultRule::times(refusal(answer, code), *times).on("GetSessionToken"));
        }
        Given::RoleAnswer(answer) => {
            home = home.with_role("developer");
            asks = Wish { name: "developer".into(), direct: true, ..asks };
            server.add_fault(FaultRule::times(refusal(answer, code), 1).on("AssumeRole"));
        }
        Given::RoleAsks(settings) => {
            home = Home { role_set: settings.clone(), ..home.with_role("developer") };
            asks = Wish { name: "developer".into(), direct: true, ..asks };
        }
        Given::Trouble(fault) => server.add_fault(FaultRule::always(fault.clone())),
    }
    let desk = Desk::new(&home);
    if let Given::KeyringKey(id) = given {
        keep_in_keyring(&desk, id);
    }
    (desk, asks)
}

fn keep_in_keyring(desk: &Desk, id: &str) {
    let profile = ProfileSettings {
        access_key_id: Some(id.to_owned()),
        target: Some("demo-mfa".into()),
        ..ProfileSettings::default()
    };
    let mut settings = Settings::default();
    settings.profiles.insert("demo".into(), profile);
    desk.ports.settings.save(&settings).unwrap();
    desk.ports.vault.store(id, &Secret::new("x".repeat(40))).unwrap();
}

fn refusal((status, code, message): &Answer, typed: &str) -> Fault {
    Fault::Refuse { status: *status, code: (*code).into(), message: message.replace("CODE", typed) }
}
