//! What is set for one row, and where its session goes when that changes.

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::{Request, SettingsRequest};
use daypass_core::login::Wish;
use daypass_core::ports::SettingsStore;
use daypass_core::view::{FieldView, ProfileSettingsForm, ProfileSettingsView, RowKind, RowState};
use serde_json::json;

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, section, wish};
use crate::settings::change;

const ROLE: &str = "[profile ops]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = work\nrole_session_name = jane-doe\n";

async fn show(desk: &Desk, name: &str) -> Result<ProfileSettingsView, Failure> {
    desk.keeper.ask(|reply| Request::Settings(SettingsRequest::ShowProfile(name.into(), reply))).await
}

async fn save(desk: &Desk, form: ProfileSettingsForm) -> Result<(), Failure> {
    desk.keeper.ask(|reply| Request::Settings(SettingsRequest::SaveProfile(form, reply))).await
}

/// The row's form as it is sent back, changed.
async fn edit(desk: &Desk, name: &str, change: impl FnOnce(&mut ProfileSettingsForm)) -> Result<(), Failure> {
    let shown = show(desk, name).await.unwrap();
    let chosen = |field: Option<FieldView>| field.and_then(|field| field.chosen);
    let mut form = ProfileSettingsForm {
        name: shown.name,
        serial: shown.serial.chosen,
        region: shown.region.chosen,
        target: shown.target.chosen,
        duration: shown.duration.chosen,
        refresh: shown.refresh,
        direct: shown.direct,
        session_name: chosen(shown.session_name),
        external_id: chosen(shown.external_id),
        source_identity: chosen(shown.source_identity),
    };
    change(&mut form);
    save(desk, form).await
}

fn stored(desk: &Desk) -> serde_json::Value {
    serde_json::to_value(desk.world.settings.load().unwrap()).unwrap()
}

fn usual(text: &str) -> FieldView {
    FieldView { chosen: None, usual: Some(text.into()) }
}

#[tokio::test(start_paused = true)]
async fn an_untouched_row_shows_what_counts_and_stores_nothing() {
    let desk = Desk::open(&format!("{CONFIG}{ROLE}"), CREDENTIALS);
    let work = show(&desk, "work").await.unwrap();
    assert_eq!(work.kind, RowKind::Identity);
    assert_eq!(
        (&work.serial, &work.region, &work.target),
        (&usual(JANE), &usual("eu-central-1"), &usual("work-mfa"))
    );
    assert_eq!((work.duration.chosen, work.duration.usual, work.duration.longest), (None, 43_200, 129_600));
    assert_eq!((work.refresh, work.direct, work.session_name), (None, None, None));
    let ops = show(&desk, "ops").await.unwrap();
    assert_eq!((ops.kind, &ops.target, ops.duration.longest), (RowKind::Role, &usual("ops-session"), 3_600));
    assert_eq!((ops.refresh, ops.direct), (Some(true), Some(false)));
    assert_eq!(ops.session_name, Some(usual("jane-doe")));
    assert_eq!(ops.external_id, Some(FieldView::default()));
    edit(&desk, "work", |_| {}).await.unwrap();
    edit(&desk, "ops", |_| {}).await.unwrap();
    assert_eq!(stored(&desk), json!({}));
}

#[tokio::test(start_paused = true)]
async fn only_what_the_form_speaks_of_changes() {
    let desk = Desk::open(&format!("{CONFIG}{ROLE}"), CREDENTIALS);
    desk.world.settings.edit_by_hand(
        r#"{"sound":true,"profiles":{"ops":{"tags":{"Team":"a"},"mood":"calm","region":["several"],
            "refresh":true,"external_id":"corp-1"},"gone":{"target":"x"}}}"#,
    );
    edit(&desk, "ops", |form| {
        form.serial = Some(" GAHT12345678 ".into());
        form.duration = Some(7_200);
        form.direct = Some(true);
        form.external_id = Some(String::new());
        form.session_name = Some("jane-doe".into());
        form.source_identity = Some("jane".into());
    })
    .await
    .unwrap();
    let wanted = json!({
        "sound": true,
        "profiles": {
            "gone": { "target": "x" },
            "ops": {
                "mfa_serial": "GAHT12345678", "duration_seconds": 7200, "source_identity": "jane",
                "tags": { "Team": "a" }, "direct": true, "refresh": true, "region": ["several"], "mood": "calm"
            }
        }
    });
    assert_eq!(stored(&desk), wanted, "what would count anyway (jane-doe) is not stored");
    edit(&desk, "ops", |form| form.region = Some("eu-west-1".into())).await.unwrap();
    assert_eq!(stored(&desk)["profiles"]["ops"]["region"], "eu-west-1");
}

#[tokio::test(start_paused = true)]
async fn what_aws_would_not_take_is_refused() {
    type Slip = (Code, fn(&mut ProfileSettingsForm));
    let slips: [Slip; 8] = [
        (Code::BadInput, |form| form.serial = Some("arn:aws:iam::123456789012:user/jane".into())),
        (Code::BadEndpoint, |form| form.region = Some("somewhere else".into())),
        (Code::BadInput, |form| form.target = Some("two words".into())),
        (Code::BadDuration, |form| form.duration = Some(899)),
        (Code::BadDuration, |form| form.duration = Some(3_601)),
        (Code::BadInput, |form| form.session_name = Some("jane doe".into())),
        (Code::BadInput, |form| form.external_id = Some("x".into())),
        (Code::BadInput, |form| form.source_identity = Some("aws:jane".into())),
    ];
    let desk = Desk::open(&format!("{CONFIG}{ROLE}"), CREDENTIALS);
    for (code, slip) in slips {
        assert_eq!(edit(&desk, "ops", slip).await.unwrap_err().code, code);
        assert_eq!(stored(&desk), json!({}));
    }
    assert_eq!(
        edit(&desk, "work", |form| form.duration = Some(129_601)).await.unwrap_err().code,
        Code::BadDuration
    );
    edit(&desk, "work", |form| form.duration = Some(129_600)).await.unwrap();
    edit(&desk, "ops", |form| (form.direct, form.duration) = (Some(true), Some(43_200))).await.unwrap();
    let too_long = edit(&desk, "ops", |form| form.direct = Some(false)).await.unwrap_err();
    assert_eq!(too_long.code, Code::BadDuration, "twelve hours do not go through a session");
    assert_eq!(show(&desk, "nobody").await.unwrap_err().code, Code::UnknownProfile);
    assert_eq!(show(&desk, "work-mfa").await.unwrap_err().code, Code::UnknownProfile);
}

#[tokio::test(start_paused = true)]
async fn a_living_session_goes_along_to_its_new_target() {
    let desk = Desk::usual();
    desk.wish(Wish { seconds: Some(3_600), ..wish("work", Some("123456")) }).await.unwrap();
    assert_eq!(desk.listen(2_700).await, ["09:45:00 work ends in 15 min (10:00)"]);
    let shown = desk.world.sink.boards().len();
    edit(&desk, "work", |form| form.target = Some("elsewhere".into())).await.unwrap();
    let boards = desk.world.sink.boards().split_off(shown);
    assert!(
        boards.iter().all(|board| board.rows[0].state == RowState::EndingSoon),
        "never as if it were gone"
    );
    assert_eq!(
        desk.world.files.credentials(),
        format!("{CREDENTIALS}\n{}", section("elsewhere", 1, "10:00:00"))
    );
    let row = desk.row("work").await;
    assert_eq!((row.target.as_str(), row.state), ("elsewhere", RowState::EndingSoon));
    assert_eq!(desk.listen(900).await.len(), 2, "what was told is not told again, and the rest is");
    desk.keeper.ask(|reply| Request::Logout("work".into(), reply)).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS, "the sections that we made are gone to the byte");
}

#[tokio::test(start_paused = true)]
async fn patterns_take_all_their_sessions_along_and_roles_go_on_being_refreshed() {
    let desk = Desk::open(&format!("{CONFIG}{ROLE}"), CREDENTIALS);
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert!(desk.world.files.credentials().contains("[ops-session]"));
    change(&desk, |form| {
        form.identity_target = "{name}-temp".into();
        form.role_target = "as-{name}".into();
    })
    .await
    .unwrap();
    let file = desk.world.files.credentials();
    assert!(file.starts_with(CREDENTIALS), "{file}");
    for (there, name) in [(false, "work-mfa"), (false, "ops-session"), (true, "work-temp"), (true, "as-ops")]
    {
        assert_eq!(file.contains(&format!("[{name}]")), there, "{name}: {file}");
    }
    let asked = desk.asked().len();
    desk.pass(3_600).await;
    assert!(desk.asked().len() > asked, "refreshed");
    let row = desk.row("ops").await;
    assert_eq!((row.target.as_str(), row.state), ("as-ops", RowState::Active));
    assert_eq!(
        desk.world.files.credentials().matches("manager = daypass").count(),
        2,
        "nothing is left behind"
    );
}

#[tokio::test(start_paused = true)]
async fn a_pattern_that_is_changed_in_the_file_takes_them_along_too() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.world.settings.edit_by_hand(r#"{"identity_target":"{name}-temp"}"#);
    desk.pass(31).await;
    assert!(desk.world.files.credentials().contains("[work-temp]"));
    assert_eq!(desk.row("work").await.state, RowState::Active);
}

#[tokio::test(start_paused = true)]
async fn what_stands_in_a_section_besides_the_session_stays_there() {
    let desk = Desk::open(CONFIG, &format!("{CREDENTIALS}[work-mfa]\nregion = eu-west-1 \n"));
    desk.sign_in("work", Some("123456")).await.unwrap();
    edit(&desk, "work", |form| form.target = Some("elsewhere".into())).await.unwrap();
    let file = desk.world.files.credentials();
    assert!(file.starts_with(&format!("{CREDENTIALS}[work-mfa]\nregion = eu-west-1 \n")), "{file}");
    assert!(file.contains("[elsewhere]\naws_access_key_id = ASIA"), "{file}");
}

#[tokio::test(start_paused = true)]
async fn long_term_keys_are_no_target_and_another_s_session_is_not_written_over() {
    let theirs =
        "[theirs]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n";
    let key =
        "[key]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF2Zp9Utk\n";
    let credentials = format!("{CREDENTIALS}{theirs}{key}");
    let desk = Desk::open(CONFIG, &credentials);
    desk.sign_in("work", Some("123456")).await.unwrap();
    let before = desk.world.files.credentials();
    let refused = edit(&desk, "work", |form| form.target = Some("key".into())).await.unwrap_err();
    assert_eq!(refused.code, Code::LongTermKeysInTheWay);
    edit(&desk, "work", |form| form.target = Some("theirs".into())).await.unwrap();
    assert_eq!(desk.world.files.credentials(), before, "ours stays where it is until its end");
    desk.keeper.ask(Request::LogoutAll).await.unwrap();
    assert_eq!(desk.world.files.credentials(), credentials, "and is ended with all");
}

#[tokio::test(start_paused = true)]
async fn a_target_is_not_changed_under_a_sign_in() {
    let desk = Desk::usual();
    desk.board().await;
    desk.world.issuer.hold(true);
    let (reply, answer) = tokio::sync::oneshot::channel();
    desk.keeper.tell(Request::Login(wish("work", Some("123456")), reply)).await;
    let refused = edit(&desk, "work", |form| form.target = Some("elsewhere".into())).await.unwrap_err();
    assert_eq!(refused.code, Code::Busy);
    let refused = change(&desk, |form| form.identity_target = "{name}-temp".into()).await.unwrap_err();
    assert_eq!(refused.code, Code::Busy);
    desk.world.issuer.hold(false);
    answer.await.unwrap().unwrap();
    edit(&desk, "work", |form| form.target = Some("elsewhere".into())).await.unwrap();
    assert!(desk.world.files.credentials().contains("[elsewhere]"));
}
