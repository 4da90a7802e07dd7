//! Settings: what is saved counts at once, and nothing is lost that nobody gave up.

use std::sync::Arc;

use daypass_core::failure::{Code, Failure};
use daypass_core::fakes::{FakePlaces, FakeStartAtLogin, World};
use daypass_core::keeper::{Keeper, Request, SettingsRequest};
use daypass_core::ports::{SettingsStore, StartAtLogin};
use daypass_core::settings::Settings;
use daypass_core::view::{QuietHoursView, SettingsForm, SettingsView, ThemeView};

use crate::desk::{CONFIG, CREDENTIALS, Desk, instant};

pub async fn page(desk: &Desk) -> SettingsView {
    desk.keeper.ask(|reply| Request::Settings(SettingsRequest::Show(reply))).await.unwrap()
}

pub async fn save(desk: &Desk, form: SettingsForm) -> Result<SettingsView, Failure> {
    desk.keeper.ask(|reply| Request::Settings(SettingsRequest::Save(form, reply))).await
}

/// The page as it is sent back untouched.
pub fn form(page: SettingsView) -> SettingsForm {
    SettingsForm {
        reminders: page.reminders,
        quiet_hours: page.quiet_hours,
        sound: page.sound,
        start_at_login: page.start_at_login,
        shortcut: page.shortcut,
        theme: page.theme,
        language: page.language,
        config_file: page.config_file.chosen,
        credentials_file: page.credentials_file.chosen,
        identity_target: page.identity_target,
        role_target: page.role_target,
        keep_page: page.keep_page,
    }
}

pub async fn change(desk: &Desk, change: impl FnOnce(&mut SettingsForm)) -> Result<SettingsView, Failure> {
    let mut form = form(page(desk).await);
    change(&mut form);
    save(desk, form).await
}

fn stored(desk: &Desk) -> serde_json::Value {
    serde_json::to_value(desk.world.settings.load().unwrap()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_first_page_shows_the_defaults_and_saving_it_stores_nothing() {
    let desk = Desk::usual();
    let shown = page(&desk).await;
    assert_eq!(shown.reminders, [900, 120, 0]);
    assert_eq!(
        (shown.theme, shown.language.clone(), shown.quiet_hours.clone()),
        (ThemeView::System, None, None)
    );
    assert_eq!(
        (shown.identity_target.as_str(), shown.role_target.as_str()),
        ("{name}-mfa", "{name}-session")
    );
    assert_eq!(shown.credentials_file.path, "/home/jane/.aws/credentials");
    assert_eq!(
        (shown.credentials_file.chosen.clone(), shown.credentials_file.variable.clone()),
        (None, None)
    );
    assert_eq!(
        (shown.start_at_login, shown.shortcut_problem.clone(), shown.problem.clone()),
        (None, None, None)
    );
    assert_eq!(shown.settings_path, "/home/jane/.config/daypass/settings.json");
    assert_eq!(save(&desk, form(shown.clone())).await, Ok(shown));
    assert_eq!(stored(&desk), serde_json::json!({}));
}

#[tokio::test(start_paused = true)]
async fn everything_that_is_chosen_is_stored_and_shown_again() {
    let desk = Desk::usual();
    let shown = change(&desk, |form| {
        form.reminders = vec![0, 1_800, 300, 1_800];
        form.quiet_hours = Some(QuietHoursView { from: "22:00".into(), until: "7:00".into() });
        form.sound = true;
        form.shortcut = Some("Ctrl + Alt + D".into());
        form.theme = ThemeView::Dark;
        form.language = Some("de".into());
        form.config_file = Some("~/work/config".into());
        form.credentials_file = Some("/home/jane/work/credentials".into());
        form.identity_target = " {name}-temp ".into();
        form.role_target = "role/{name}".into();
        form.keep_page = true;
    })
    .await
    .unwrap();
    assert_eq!(
        stored(&desk),
        serde_json::json!({
            "reminders": [1800, 300, 0], "quiet_hours": { "from": "22:00", "until": "07:00" }, "sound": true,
            "shortcut": "Ctrl+Alt+D", "theme": "dark", "language": "de", "config_file": "~/work/config",
            "credentials_file": "/home/jane/work/credentials", "identity_target": "{name}-temp",
            "role_target": "role/{name}", "keep_page": true
        })
    );
    assert_eq!(shown.config_file.path, "/home/jane/work/config");
    assert_eq!(page(&desk).await, shown);
    let back = change(&desk, |form| {
        *form = SettingsForm { start_at_login: None, ..self::form(shown_defaults()) };
    });
    back.await.unwrap();
    assert_eq!(stored(&desk), serde_json::json!({}), "what equals the default is not stored");
}

fn shown_defaults() -> SettingsView {
    daypass_core::settings::page::view(&Settings::default(), &FakePlaces::default(), None)
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_is_refused_and_nothing_is_saved() {
    type Slip = (&'static str, fn(&mut SettingsForm));
    let slips: [Slip; 17] = [
        ("7 reminders", |form| form.reminders = (0..7).collect()),
        ("36 h", |form| form.reminders = vec![129_601]),
        ("not a time of day", |form| form.quiet_hours = hours("25:00", "07:00")),
        ("are none", |form| form.quiet_hours = hours("07:00", "07:00")),
        ("shortcut", |form| form.shortcut = Some("D".into())),
        ("language", |form| form.language = Some("tlh".into())),
        ("not the whole path", |form| form.config_file = Some("config".into())),
        ("not the whole path", |form| form.credentials_file = Some("~".into())),
        ("is a folder", |form| form.credentials_file = Some("~/.aws".into())),
        ("is a folder", |form| form.config_file = Some("/home/jane/work".into())),
        ("one file", |form| form.config_file = Some("~/.aws/credentials".into())),
        ("one file", |form| {
            form.config_file = Some("~/both".into());
            form.credentials_file = Some("/home/jane/both".into());
        }),
        ("does not have {name}", |form| form.identity_target = "mfa".into()),
        ("alone", |form| form.identity_target = "{name}".into()),
        ("long-term", |form| form.identity_target = "{name}-long-term".into()),
        ("cannot be a profile name", |form| form.role_target = "{name} x".into()),
        ("alone", |form| form.role_target = "{name}".into()),
    ];
    let desk = Desk::usual();
    for (words, slip) in slips {
        let refused = change(&desk, |form| {
            form.sound = true;
            slip(form);
        });
        let failure = refused.await.unwrap_err();
        assert!(failure.code == Code::BadInput && failure.message.contains(words), "{words}: {failure}");
        assert!(failure.hint.ends_with('.') && failure.message.ends_with('.'), "{failure}");
        assert_eq!(stored(&desk), serde_json::json!({}), "{words}");
    }
}

fn hours(from: &str, until: &str) -> Option<QuietHoursView> {
    Some(QuietHoursView { from: from.into(), until: until.into() })
}

#[tokio::test(start_paused = true)]
async fn a_variable_decides_and_says_so() {
    let mut world = World::new(instant("09:00:00"), CONFIG, CREDENTIALS);
    world.places = Arc::new(FakePlaces::default().with_credentials_by_variable("/srv/credentials"));
    let desk = Desk::in_world(world);
    let shown = page(&desk).await.credentials_file;
    assert_eq!(shown.path, "/srv/credentials");
    assert_eq!(shown.variable.as_deref(), Some("AWS_SHARED_CREDENTIALS_FILE"));
    let refused = change(&desk, |form| form.credentials_file = Some("~/x".into())).await.unwrap_err();
    assert!(refused.message.contains("AWS_SHARED_CREDENTIALS_FILE"), "{refused}");
    change(&desk, |form| form.config_file = Some("~/x".into())).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_this_version_does_not_understand_stays_while_others_change() {
    let desk = Desk::usual();
    desk.world.settings.edit_by_hand(
        r#"{"theme":"sepia","quiet_hours":"weekends","reminders":[600],"colour":{"of":"tray"},
            "profiles":{"work":{"duration_seconds":"8h","mood":"calm"}}}"#,
    );
    let shown = page(&desk).await;
    assert_eq!(
        (shown.theme, shown.quiet_hours.clone(), shown.reminders.clone()),
        (ThemeView::System, None, vec![600])
    );
    let problem = shown.problem.unwrap();
    assert_eq!(problem.code, "settings");
    for name in ["quiet_hours", "theme", "duration_seconds of “work”"] {
        assert!(problem.message.contains(name), "{}", problem.message);
    }
    change(&desk, |form| form.sound = true).await.unwrap();
    let kept = serde_json::json!({
        "reminders": [600], "sound": true, "theme": "sepia", "quiet_hours": "weekends", "colour": { "of": "tray" },
        "profiles": { "work": { "duration_seconds": "8h", "mood": "calm" } }
    });
    assert_eq!(stored(&desk), kept);
    change(&desk, |form| form.theme = ThemeView::Light).await.unwrap();
    assert_eq!(stored(&desk)["theme"], "light", "chosen anew");
    assert!(!page(&desk).await.problem.unwrap().message.contains("theme"));
}

#[tokio::test(start_paused = true)]
async fn a_broken_file_leaves_the_last_good_settings_in_force() {
    let desk = Desk::usual();
    desk.world.settings.edit_by_hand(r#"{"reminders":[600],"profiles":{"work":{"duration_seconds":3600}}}"#);
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.settings.edit_by_hand("{ oops");
    let board = desk.board().await;
    assert_eq!(board.banner.unwrap().code, "settings");
    assert_eq!(board.rows[0].name, "work", "the board is not lost");
    let heard = desk.listen(3_000).await;
    assert_eq!(heard, ["09:50:00 work ends in 10 min (10:00)"], "and goes by the reminders it knew");
    desk.sign_in("work", Some("654321")).await.unwrap();

    let failure = desk.keeper.ask(|reply| Request::RemoveKey("work".into(), reply)).await.unwrap_err();
    assert_eq!(failure.code, Code::UnknownProfile);
    let shown = page(&desk).await;
    assert_eq!((shown.reminders, shown.problem.unwrap().code.as_str()), (vec![600], "settings"));
    let saved = change(&desk, |form| form.sound = true).await.unwrap();
    assert_eq!(saved.problem, None);
    assert_eq!(desk.board().await.banner, None);
    let kept = serde_json::json!({ "reminders": [600], "sound": true, "profiles": { "work": { "duration_seconds": 3600 } } });
    assert_eq!(stored(&desk), kept, "saving anew loses no profile");
}

#[tokio::test(start_paused = true)]
async fn while_the_file_is_broken_nothing_else_writes_it() {
    let desk = Desk::usual();
    desk.board().await;
    desk.world.settings.edit_by_hand("{ oops");
    let form = daypass_core::view::ProfileSettingsForm { name: "work".into(), ..Default::default() };
    let refused = desk.keeper.ask(|reply| Request::Settings(SettingsRequest::SaveProfile(form, reply))).await;
    assert_eq!(refused.unwrap_err().code, Code::Settings);
    assert_eq!(
        desk.world.settings.load().unwrap_err().code,
        Code::Settings,
        "left for whoever is at work on it"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_wants_to_know_hears_of_each_change_once() {
    let desk = Desk::usual();
    desk.board().await;
    assert_eq!(desk.world.sink.settled(), [Settings::default()], "the beginning");
    change(&desk, |form| form.theme = ThemeView::Dark).await.unwrap();
    desk.world.settings.edit_by_hand(r#"{"theme":"light"}"#);
    desk.pass(60).await;
    desk.world.settings.edit_by_hand("{ oops");
    desk.pass(60).await;
    let themes: Vec<_> = desk.world.sink.settled().iter().map(|settings| settings.theme.clone()).collect();
    assert_eq!(themes, [None, Some("dark".to_owned()), Some("light".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn start_at_login_is_asked_of_the_system_and_nothing_is_saved_by_halves() {
    let world = World::new(instant("09:00:00"), CONFIG, CREDENTIALS);
    let login = Arc::new(FakeStartAtLogin::that_is(Some(false)));
    let (keeper, handle) = Keeper::new(world.ports(), world.sink.clone(), false);
    tokio::spawn(keeper.starting_at_login(login.clone()).run());
    let desk = Desk { world, keeper: handle };
    assert_eq!(page(&desk).await.start_at_login, Some(false));
    assert_eq!(
        change(&desk, |form| form.start_at_login = Some(true)).await.unwrap().start_at_login,
        Some(true)
    );
    assert_eq!(login.is_on(), Some(true));
    assert_eq!(stored(&desk), serde_json::json!({}), "the system remembers it, not we");

    let no = Failure::new(Code::Settings, "No.", "Never.");
    login.break_with(Some(no.clone()));
    let refused = change(&desk, |form| (form.start_at_login, form.sound) = (Some(false), true)).await;
    assert_eq!((refused, stored(&desk)), (Err(no.clone()), serde_json::json!({})));
    login.break_with(None);
    desk.world.settings.break_saving_with(Some(no.clone()));
    let refused = change(&desk, |form| (form.start_at_login, form.sound) = (Some(false), true)).await;
    assert_eq!((refused, login.is_on()), (Err(no), Some(true)));
}

#[tokio::test(start_paused = true)]
async fn a_ladder_takes_effect_without_a_restart() {
    let desk = Desk::usual();
    let wish =
        daypass_core::login::Wish { seconds: Some(3_600), ..crate::desk::wish("work", Some("123456")) };
    desk.wish(wish).await.unwrap();
    change(&desk, |form| form.reminders = vec![1_800]).await.unwrap();
    assert_eq!(desk.listen(7_200).await, ["09:30:00 work ends in 30 min (10:00)"]);
}
