//! Keys that leave the credentials file for the keyring.

mod interrupted;
mod purging;

use daypass_core::failure::{Code, Failure};
use daypass_core::keeper::{ChangeRequest, Request};
use daypass_core::ports::{SettingsStore, Vault};
use daypass_core::secret::Secret;
use daypass_core::settings::{ProfileSettings, Settings};
use daypass_core::view::{ChangeKind, ChangeView, KeyPlace, RowView};

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE};

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// aws-mfa's layout, with a neighbour and words of the user's.
const AWS_MFA: &str = "[default]\nregion = eu\n\n[jane-long-term]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                       aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n\
                       aws_mfa_device = arn:aws:iam::123456789012:mfa/jane\n";
/// [`CREDENTIALS`] without the key.
const WITHOUT: &str = "# mine\r\n\n[other]   # not ours\naws_access_key_id=ASIAOTHER\nx = y\n";

async fn preview(desk: &Desk, name: &str) -> Result<ChangeView, Failure> {
    let name = name.to_owned();
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::PreviewMove(name, reply))).await
}

async fn confirm(desk: &Desk, ticket: u32) -> Result<u32, Failure> {
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::MoveKey(ticket, reply))).await
}

/// Looks at the move and makes it.
async fn move_key(desk: &Desk, name: &str) -> Result<u32, Failure> {
    let shown = preview(desk, name).await?;
    confirm(desk, shown.ticket).await
}

fn in_keyring(desk: &Desk) -> bool {
    desk.world.vault.fetch(ID).unwrap().is_some_and(|secret| secret.expose() == SECRET)
}

fn locked() -> Failure {
    Failure::new(Code::KeyringLocked, "The keyring is locked.", "Unlock it.")
}

/// A row without what a move may change.
fn but_for_the_key(row: RowView) -> RowView {
    RowView { key: KeyPlace::None, ..row }
}

fn lines(shown: &ChangeView, kind: ChangeKind) -> Vec<&str> {
    shown.lines.iter().filter(|line| line.kind == kind).map(|line| line.text.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_key_moves_after_its_change_was_shown_and_signs_in_from_there() {
    let desk = Desk::usual();
    let before = desk.row("work").await;
    let shown = preview(&desk, "work").await.unwrap();
    let gone = ["[work]", "aws_access_key_id = …MPLE", "aws_secret_access_key=••••••••"];
    assert_eq!(lines(&shown, ChangeKind::Removed), gone);
    assert_eq!(lines(&shown, ChangeKind::Added), [""; 0]);
    assert_eq!(shown.notes, ["AWS tools that use profile work will find no key there: use work-mfa."]);
    assert_eq!((shown.backup.as_ref(), shown.path.as_str()), (None, "/home/jane/.aws/credentials"));
    assert_eq!(desk.world.files.credentials(), CREDENTIALS, "nothing happens by looking");
    assert!(!in_keyring(&desk));

    assert_eq!(confirm(&desk, shown.ticket).await.unwrap(), 1, "the backup of just now");
    assert_eq!(desk.world.files.credentials(), WITHOUT);
    assert!(in_keyring(&desk));
    let after = desk.row("work").await;
    assert_eq!((before.key, after.key), (KeyPlace::File, KeyPlace::Keyring));
    assert_eq!(but_for_the_key(after), but_for_the_key(before), "target, device and all the rest");
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(desk.asked(), [format!("GetSessionToken {ID} mfa={JANE} 123456 43200s eu-central-1")]);
    assert!(desk.world.files.credentials().contains("\n[work-mfa]\n"));
}

#[tokio::test(start_paused = true)]
async fn what_stays_in_the_files_is_not_copied_into_the_settings() {
    let desk = Desk::usual();
    move_key(&desk, "work").await.unwrap();
    let expected = ProfileSettings {
        access_key_id: Some(ID.to_owned()),
        target: Some("work-mfa".to_owned()),
        ..ProfileSettings::default()
    };
    assert_eq!(desk.world.settings.load().unwrap().profiles["work"], expected);
}

#[tokio::test(start_paused = true)]
async fn a_layout_of_aws_mfa_s_moves_with_its_device() {
    let desk = Desk::open("[profile jane]\nregion = eu-west-1\n", AWS_MFA);
    let before = desk.row("jane").await;
    assert_eq!((before.target.as_str(), before.serial.as_deref()), ("jane", Some(JANE)));
    assert_eq!(move_key(&desk, "jane").await.unwrap(), 1);
    assert_eq!(desk.world.files.credentials(), "[default]\nregion = eu\n");
    let after = desk.row("jane").await;
    assert_eq!(but_for_the_key(after), but_for_the_key(before));
    desk.sign_in("jane", Some("123456")).await.unwrap();
    assert_eq!(desk.asked(), [format!("GetSessionToken {ID} mfa={JANE} 123456 43200s eu-west-1")]);
    assert!(desk.world.files.credentials().contains("\n[jane]\naws_access_key_id = ASIA"));
}

#[tokio::test(start_paused = true)]
async fn what_the_section_says_besides_stays_in_the_file_and_counts_as_before() {
    let credentials = AWS_MFA.replace("aws_mfa_device", "# hers\nregion = eu-west-3\naws_mfa_device");
    let desk = Desk::open("", &credentials);
    let before = desk.row("jane").await;
    move_key(&desk, "jane").await.unwrap();
    let left = "[default]\nregion = eu\n\n[jane-long-term]\n# hers\nregion = eu-west-3\n";
    assert_eq!(desk.world.files.credentials(), left);
    assert_eq!(but_for_the_key(desk.row("jane").await), but_for_the_key(before));
    desk.sign_in("jane", Some("123456")).await.unwrap();
    assert_eq!(desk.asked(), [format!("GetSessionToken {ID} mfa={JANE} 123456 43200s eu-west-3")]);
}

#[tokio::test(start_paused = true)]
async fn comments_keep_their_section() {
    let desk = Desk::open("", &CREDENTIALS.replace("[work]\n", "[work]\n# since 2019\n"));
    move_key(&desk, "work").await.unwrap();
    assert_eq!(
        desk.world.files.credentials(),
        WITHOUT.replace("# mine\r\n", "# mine\r\n[work]\n# since 2019\n")
    );
}

#[tokio::test(start_paused = true)]
async fn a_session_that_goes_where_the_key_was_still_goes_there() {
    // Jane wants the session in [work] itself: by choosing it as target, which her key was in the way of...
    let target = ProfileSettings { target: Some("work".to_owned()), ..ProfileSettings::default() };
    // ... or by allowing that it takes the key's place.
    let instead = ProfileSettings { overwrite_long_term_keys: true, ..ProfileSettings::default() };
    for chosen in [target, instead] {
        let desk = Desk::usual();
        let settings = Settings { profiles: [("work".to_owned(), chosen)].into(), ..Settings::default() };
        desk.world.settings.save(&settings).unwrap();
        assert_eq!(desk.row("work").await.target, "work");
        let shown = preview(&desk, "work").await.unwrap();
        assert!(shown.notes.is_empty(), "the profile gets a session: {:?}", shown.notes);
        confirm(&desk, shown.ticket).await.unwrap();
        assert_eq!(desk.row("work").await.target, "work");
        desk.sign_in("work", Some("123456")).await.unwrap();
        assert!(desk.world.files.credentials().contains("[work]\naws_access_key_id = ASIA"));
        assert!(!desk.world.settings.load().unwrap().profiles["work"].overwrite_long_term_keys);
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_changed_since_it_was_shown_keeps_its_key() {
    let desk = Desk::usual();
    let shown = preview(&desk, "work").await.unwrap();
    let changed = format!("{CREDENTIALS}# by hand\n");
    desk.world.files.replace_credentials(&changed);
    assert_eq!(confirm(&desk, shown.ticket).await.unwrap_err().code, Code::Outdated);
    assert_eq!(desk.world.files.credentials(), changed);
    assert!(!in_keyring(&desk), "the keyring was not asked");
}

#[tokio::test(start_paused = true)]
async fn an_undo_is_not_confirmed_with_a_move_s_number() {
    let desk = Desk::usual();
    desk.sign_in("work", Some("123456")).await.unwrap();
    let before = desk.world.files.credentials();
    let shown = preview(&desk, "work").await.unwrap();
    let undone = desk.keeper.ask(|reply| Request::Change(ChangeRequest::Undo(shown.ticket, reply))).await;
    assert_eq!(undone.unwrap_err().code, Code::Outdated);
    let undo =
        desk.keeper.ask(|reply| Request::Change(ChangeRequest::PreviewUndo(None, reply))).await.unwrap();
    assert_eq!(confirm(&desk, undo.ticket).await.unwrap_err().code, Code::Outdated);
    assert_eq!(desk.world.files.credentials(), before);
}

#[tokio::test(start_paused = true)]
async fn a_move_is_undone_like_any_other_change() {
    let desk = Desk::usual();
    move_key(&desk, "work").await.unwrap();
    let undo =
        desk.keeper.ask(|reply| Request::Change(ChangeRequest::PreviewUndo(None, reply))).await.unwrap();
    assert_eq!(undo.notes, ["The long-term key …MPLE comes back into [work]."]);
    desk.keeper.ask(|reply| Request::Change(ChangeRequest::Undo(undo.ticket, reply))).await.unwrap();
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
    desk.keeper.ask(|reply| Request::RemoveKey("work".to_owned(), reply)).await.unwrap();
    assert_eq!(desk.row("work").await.key, KeyPlace::File);
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_keyring_that_knows_another_secret_keeps_it() {
    let desk = Desk::usual();
    desk.world.vault.store(ID, &Secret::new("je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY".to_owned())).unwrap();
    assert_eq!(move_key(&desk, "work").await.unwrap_err().code, Code::Keyring);
    assert!(!in_keyring(&desk));
    assert_eq!(desk.world.files.credentials(), CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_moved_is_refused_before_anything_is_touched() {
    let key = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
    let other = "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n";
    let role = "[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = ";
    let cases = [
        (format!("[profile a]\n{key}"), String::new(), "config file, which Daypass only reads"),
        (format!("[profile a]\n{other}"), format!("[a]\n{key}"), "config file, which Daypass only reads"),
        (String::new(), format!("[a]\n{other}\n[a]\n{key}"), "more than one access key"),
        (String::new(), format!("[a]\n{key}{other}"), "more than one access key"),
        (
            String::new(),
            "[a]\naws_access_key_id = AKIA\naws_secret_access_key = s\n".to_owned(),
            "not an access key id",
        ),
        (
            format!("{role}a-long-term\n"),
            format!("[a-long-term]\n{key}"),
            "names [a-long-term] as its source",
        ),
        (
            "[profile a-long-term]\nendpoint_url = https://sts.example.com\n".to_owned(),
            format!("[a-long-term]\n{key}"),
            "says more about “a” than could be kept",
        ),
        (format!("[profile a]\nmfa_serial = {JANE}\n"), String::new(), "no access key for “a”"),
    ];
    for (config, credentials, why) in cases {
        let desk = Desk::open(&config, &credentials);
        let failure = preview(&desk, "a").await.unwrap_err();
        assert!(failure.message.contains(why), "{why}: {failure}");
        assert!(!failure.to_string().contains("AKIAI"), "{failure}");
        assert_eq!(desk.world.files.credentials(), credentials);
        assert!(!in_keyring(&desk));
    }
    let desk = Desk::open(&format!("{CONFIG}{role}work\n"), CREDENTIALS);
    assert!(preview(&desk, "ops").await.unwrap_err().hint.contains("“work”"));
    assert_eq!(preview(&desk, "nobody").await.unwrap_err().code, Code::UnknownProfile);
}

#[tokio::test(start_paused = true)]
async fn roles_behind_a_moved_key_are_still_reached() {
    let role = "[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = work\n";
    let desk = Desk::open(&format!("{CONFIG}{role}"), CREDENTIALS);
    let before = desk.row("ops").await;
    move_key(&desk, "work").await.unwrap();
    assert_eq!(desk.row("ops").await, before);
    desk.sign_in("ops", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn another_section_with_the_same_key_is_named_and_left_alone() {
    let twin = format!("[twin]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n");
    let desk = Desk::open(CONFIG, &format!("{CREDENTIALS}{twin}"));
    let shown = preview(&desk, "work").await.unwrap();
    assert_eq!(shown.notes[1..], ["The same key also stands in [twin] and stays there."]);
    confirm(&desk, shown.ticket).await.unwrap();
    assert_eq!(desk.world.files.credentials(), format!("{WITHOUT}{twin}"));
    move_key(&desk, "twin").await.unwrap();
    assert_eq!(desk.world.files.credentials(), WITHOUT);
}

#[tokio::test(start_paused = true)]
async fn a_change_as_it_is_shown_holds_no_secret() {
    for (config, credentials) in [(CONFIG, CREDENTIALS), ("", AWS_MFA)] {
        let desk = Desk::open(config, credentials);
        let name = desk.board().await.rows[0].name.clone();
        let shown = preview(&desk, &name).await.unwrap();
        let text = format!("{shown:?}{:?}", desk.world.sink.boards());
        assert!(!text.contains(SECRET) && !text.contains(ID), "{text}");
    }
}
