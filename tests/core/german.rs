//! A person who reads German: what the board, the answers and the notices say.

use daypass_core::explain::{Question, Surroundings};
use daypass_core::fakes::World;
use daypass_core::keeper::Request;
use daypass_core::language::Language;
use daypass_core::ports::SettingsStore;
use serde_json::Value;

use crate::desk::{CONFIG, CREDENTIALS, Desk, instant};

/// The usual files, and much that is wrong.
const TROUBLE: &str = "[profile gone]\nrole_arn = arn:aws:iam::123456789012:role/gone\nsource_profile = nowhere\n\
                       [profile round]\nrole_arn = arn:aws:iam::123456789012:role/round\nsource_profile = trip\n\
                       [profile trip]\nrole_arn = arn:aws:iam::123456789012:role/trip\nsource_profile = round\n\
                       [profile odd]\nmfa_serial = 12\nregion = no region\n\
                       [profile far]\nmfa_serial = arn:aws-cn:iam::123456789012:mfa/far\nduration_seconds = long\n\
                       [profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = work\n\
                       duration_seconds = 90000\n";
const KEYS: &str = "[odd]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n\
                    [far]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";

fn world() -> World {
    World::new(instant("09:00:00"), &format!("{CONFIG}{TROUBLE}"), &format!("{CREDENTIALS}{KEYS}"))
}

/// Sets the language as the settings page or an editor would.
fn choose(desk: &Desk, language: Option<&str>) {
    let mut settings = desk.world.settings.load().unwrap();
    settings.language = language.map(str::to_owned);
    desk.world.settings.save(&settings).unwrap();
}

/// The pieces of all English templates that no German sentence can contain.
fn english() -> Vec<String> {
    let catalogue: Value =
        serde_json::from_str(include_str!("../../src-tauri/core/src/languages/de.json")).unwrap();
    let templates = catalogue["texts"].as_object().unwrap().keys();
    let pieces = templates.flat_map(|template| template.split(['{', '}'])).map(str::trim);
    pieces.filter(|piece| piece.len() > 12 && piece.contains(' ')).map(str::to_owned).collect()
}

fn assert_german(said: &str) {
    let left: Vec<_> = english().into_iter().filter(|piece| said.contains(piece.as_str())).collect();
    assert!(left.is_empty(), "{left:?} in {said}");
}

#[tokio::test(start_paused = true)]
async fn the_whole_board_is_german() {
    let desk = Desk::in_world(World { language: Language::of_tag("de").unwrap(), ..world() });
    let board = serde_json::to_string(&desk.board().await).unwrap();
    for words in ["das es nicht gibt", "ohne Ende", "ist nicht die Seriennummer", "keine ganze Zahl"] {
        assert!(board.contains(words), "{words}: {board}");
    }
    assert_german(&board);
}

#[tokio::test(start_paused = true)]
async fn the_settings_choose_and_count_at_once() {
    let desk = Desk::in_world(world());
    assert!(desk.row("gone").await.problem.unwrap().message.contains("does not exist"));
    choose(&desk, Some("de"));
    desk.pass(31).await;
    let board = desk.world.sink.boards().pop().unwrap();
    assert_eq!(board.language.tag(), "de");
    assert_german(&serde_json::to_string(&board).unwrap());
    choose(&desk, None);
    desk.pass(31).await;
    assert_eq!(desk.world.sink.boards().pop().unwrap().language, Language::ENGLISH);
    assert!(desk.row("gone").await.problem.unwrap().message.contains("does not exist"));
}

#[tokio::test(start_paused = true)]
async fn answers_are_german() {
    let desk = Desk::in_world(World { language: Language::of_tag("de").unwrap(), ..world() });
    let wrong = desk.sign_in("nobody", Some("123456")).await.unwrap_err();
    assert_german(&wrong.to_string());
    assert!(wrong.message.contains("Es gibt kein Profil „nobody“"), "{wrong}");
    let question = Question { profile: Some("ops".to_owned()), surroundings: Surroundings::default() };
    let explained = desk.keeper.ask(|reply| Request::Explain(question, reply)).await.unwrap();
    let explained = serde_json::to_string(&explained).unwrap();
    assert!(explained.contains("langfristigen Schlüssel in [work] der Credentials-Datei"), "{explained}");
    assert_german(&explained);
}

#[tokio::test(start_paused = true)]
async fn notices_are_german() {
    let desk = Desk::in_world(World {
        language: Language::of_tag("de").unwrap(),
        ..World::new(instant("09:00:00"), CONFIG, CREDENTIALS)
    });
    desk.sign_in("work", Some("123456")).await.unwrap();
    desk.sleep(11);
    let told = desk.listen(3_700).await;
    assert!(told[0].ends_with("work endet in 15 min (21:00)"), "{told:?}");
    assert!(told.last().unwrap().ends_with("work ist abgelaufen (21:00)"), "{told:?}");
    for line in told {
        assert_german(&line);
    }
}
