use super::*;
use daypass_core::view::{FilesView, KeyPlace};

fn row(name: &str, state: RowState, expires: Option<&str>) -> RowView {
    RowView {
        name: name.to_owned(),
        kind: RowKind::Identity,
        account: None,
        principal: None,
        target: name.to_owned(),
        state,
        expires: expires.map(str::to_owned),
        latest: None,
        renews: false,
        maker: None,
        testable: true,
        lifetime: Some(43_200),
        needs_code: true,
        next_code_at: None,
        serial: None,
        endpoint: None,
        key: KeyPlace::File,
        problem: None,
        warnings: Vec::new(),
        covers: None,
        plan: None,
        ended_in_use: state == RowState::Ended,
        roles: Vec::new(),
    }
}

fn board(rows: Vec<RowView>) -> BoardView {
    let files = FilesView { config: String::new(), credentials: String::new() };
    BoardView {
        rows,
        banner: None,
        paused_until: None,
        drift: 0,
        demo: false,
        files,
        language: Language::ENGLISH,
    }
}

fn model(rows: Vec<RowView>, now: &str) -> TrayModel {
    tray_model(&board(rows), now.parse().unwrap(), &|at| at.time())
}

fn labels(model: &TrayModel) -> Vec<&str> {
    model
        .menu
        .iter()
        .map(|line| match line {
            MenuLine::Item { label, .. } => label.as_str(),
            MenuLine::Separator => "—",
        })
        .collect()
}

const NOON: &str = "2026-11-22T12:00:00Z";
const SIX: Option<&str> = Some("2026-11-22T18:00:00Z");

#[test]
fn every_identity_has_a_line_that_opens_it() {
    let model =
        model(vec![row("prod", RowState::Active, SIX), row("dev", RowState::NotSignedIn, None)], NOON);
    assert_eq!(
        labels(&model),
        [
            "prod: until 18:00",
            "dev: not signed in",
            "—",
            "End all sessions",
            "Pause reminders for 1 hour",
            "Pause reminders until tomorrow",
            "Settings…",
            "—",
            "Quit Daypass"
        ]
    );
    assert_eq!(model.tooltip, ["prod: until 18:00 (6 h left)"]);
}

#[test]
fn the_tooltip_tells_of_sessions_that_ended_too() {
    let ended = row("prod", RowState::Ended, Some("2026-11-22T11:00:00Z"));
    let model = model(vec![ended, row("dev", RowState::NotSignedIn, None)], NOON);
    assert_eq!(model.tooltip, ["prod: ended 11:00"]);
}

#[test]
fn an_empty_board_still_opens() {
    assert_eq!(labels(&model(vec![], NOON))[0], "Open Daypass…");
}

#[test]
fn the_most_pressing_identity_marks_the_icon() {
    let glyph = |rows| model(rows, NOON).glyph;
    let (active, soon, ended) = (
        row("a", RowState::Active, SIX),
        row("b", RowState::EndingSoon, Some("2026-11-22T12:10:00Z")),
        row("c", RowState::Ended, Some("2026-11-22T11:00:00Z")),
    );
    assert_eq!(glyph(vec![row("n", RowState::NotSignedIn, None)]), Glyph { ring: None, mark: None });
    assert_eq!(glyph(vec![active.clone()]), Glyph { ring: Some(6), mark: None });
    assert_eq!(glyph(vec![active.clone(), soon]), Glyph { ring: Some(1), mark: Some(Mark::EndingSoon) });
    assert_eq!(glyph(vec![active, ended]), Glyph { ring: Some(6), mark: Some(Mark::Ended) });
}

#[test]
fn an_end_that_nobody_saw_leaves_no_mark() {
    let found = RowView { ended_in_use: false, ..row("c", RowState::Ended, Some("2026-11-22T03:00:00Z")) };
    let model = model(vec![found], NOON);
    assert_eq!(model.glyph, Glyph::default());
    assert_eq!(model.tooltip, ["c: ended 03:00"]);
}

#[test]
fn while_only_time_passes_the_menu_stays_as_it_is() {
    let at = |now: &str| {
        let rows = vec![row("prod", RowState::Active, SIX), row("dev", RowState::NotSignedIn, None)];
        model(rows, &format!("2026-11-22T{now}Z"))
    };
    let noon = at("12:00:00");
    for later in ["12:01:00", "14:59:59", "17:30:00", "17:59:59"] {
        assert_eq!(at(later).menu, noon.menu, "{later}");
        assert_eq!(at(later).most_urgent, noon.most_urgent, "{later}");
    }
    assert_eq!(at("12:59:00").tooltip, at("12:01:00").tooltip, "hours change once an hour");
    assert_ne!(at("17:30:00").tooltip, at("17:31:00").tooltip, "minutes count in the last hour");
}

#[test]
fn what_is_left_is_told_in_hours_and_then_in_minutes() {
    let left = |now: &str| {
        let model = model(vec![row("p", RowState::Active, SIX)], &format!("2026-11-22T{now}Z"));
        (model.tooltip.concat(), model.countdown)
    };
    let of = |tooltip: &str, countdown: Option<&str>| (tooltip.to_owned(), countdown.map(str::to_owned));
    assert_eq!(left("12:01:01"), of("p: until 18:00 (5 h left)", None));
    assert_eq!(left("16:30:00"), of("p: until 18:00 (1 h left)", None));
    assert_eq!(left("17:00:01"), of("p: until 18:00 (1 h left)", Some("1 h")));
    assert_eq!(left("17:45:30"), of("p: until 18:00 (15 min left)", Some("15 min")));
    assert_eq!(left("17:59:50"), of("p: until 18:00 (1 min left)", Some("1 min")));
}

#[test]
fn hosts_with_one_line_get_the_most_urgent() {
    let ended = row("prod", RowState::Ended, Some("2026-11-22T11:00:00Z"));
    let rows = vec![row("none", RowState::NotSignedIn, None), ended, row("dev", RowState::Active, SIX)];
    assert_eq!(model(rows, NOON).most_urgent.as_deref(), Some("prod: ended 11:00"));
    assert_eq!(model(vec![], NOON).most_urgent, None);
}

#[test]
fn menu_and_tooltip_speak_the_board_s_language() {
    let rows = || {
        let ended = row("stage", RowState::Ended, Some("2026-11-22T11:00:00Z"));
        vec![ended, row("prod", RowState::Active, SIX), row("dev", RowState::NotSignedIn, None)]
    };
    let german = BoardView { language: Language::of_tag("de").unwrap(), ..board(rows()) };
    let model = tray_model(&german, NOON.parse().unwrap(), &|at| at.time());
    assert_eq!(
        labels(&model),
        [
            "stage: abgelaufen 11:00",
            "prod: bis 18:00",
            "dev: nicht angemeldet",
            "—",
            "Alle Sitzungen beenden",
            "Erinnerungen 1 Stunde aussetzen",
            "Erinnerungen bis morgen aussetzen",
            "Einstellungen…",
            "—",
            "Daypass beenden"
        ]
    );
    assert_eq!(model.tooltip, ["stage: abgelaufen 11:00", "prod: bis 18:00 (noch 6 h)"]);
}
