//! Everything the page may ask. Each command is a translation; the core checks and decides.

use std::sync::Arc;

use daypass_core::code::TokenCode;
use daypass_core::enrol::KeyForm;
use daypass_core::explain::Question;
use daypass_core::explain::view::ExplainView;
use daypass_core::failure::Failure;
use daypass_core::find_device::NewKey;
use daypass_core::keeper::{ChangeRequest, Reply, Request};
use daypass_core::login::Wish;
use daypass_core::secret::Secret;
use daypass_core::text::InLanguage;
use daypass_core::view::{
    BackupView, BoardView, CallerView, ChangeView, DemoCodeView, FailureView, FoundDevicesView,
};
use serde::{Deserialize, Serialize};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Manager, Runtime, State};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::popover::Popover;
use crate::{lending, settings_commands, world};

type Answer<T> = Result<T, FailureView>;

/// The commands as a plugin: so each of them needs a permission of its own.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("daypass")
        .invoke_handler(tauri::generate_handler![
            board,
            login,
            cancel,
            logout,
            logout_all,
            test,
            copy_environment,
            open_console,
            explain,
            add_key,
            find_device,
            remove_key,
            backups,
            preview_undo,
            undo,
            preview_move_key,
            move_key,
            purge_backups,
            settings_commands::settings,
            settings_commands::save_settings,
            settings_commands::profile_settings,
            settings_commands::save_profile_settings,
            start_demo,
            demo_code,
            hide,
            fit,
            set_pinned,
            hold,
            typed_early,
            diagnostics
        ])
        .build()
}

/// What the keeper answers is in the reader's language already.
fn view(failure: Failure) -> FailureView {
    FailureView::from(&failure)
}

fn popover<R: Runtime>(app: &AppHandle<R>) -> Arc<Popover<R>> {
    app.state::<Arc<Popover<R>>>().inner().clone()
}

/// The whole board.
#[tauri::command]
async fn board<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Answer<BoardView> {
    let board = desk.keeper().board().await.map_err(view)?;
    Ok(popover(&app).explain_itself(board))
}

/// Signs in; answers when the credentials file is written.
#[tauri::command]
async fn login<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    name: String,
    code: Option<String>,
    duration: Option<u32>,
    take_over: Option<bool>,
) -> Answer<()> {
    let code = code.map(Zeroizing::new);
    let code =
        code.as_deref().map(|c| TokenCode::parse(c)).transpose().map_err(|failure| desk.view(failure))?;
    let wish = Wish { seconds: duration, take_over: take_over.unwrap_or(false), ..Wish::new(name, code) };
    // The keyring may ask for its password meanwhile, in a window that takes the keyboard.
    let _stays = popover(&app).staying();
    desk.keeper().ask(|reply| Request::Login(wish, reply)).await.map_err(view)
}

/// Stops waiting for a sign-in.
#[tauri::command]
async fn cancel(desk: State<'_, Desk>, name: String) -> Answer<()> {
    desk.keeper().tell(Request::Cancel(name)).await;
    Ok(())
}

/// Ends a session.
#[tauri::command]
async fn logout(desk: State<'_, Desk>, name: String) -> Answer<()> {
    desk.keeper().ask(|reply| Request::Logout(name, reply)).await.map_err(view)
}

/// Ends all sessions that Daypass wrote.
#[tauri::command]
async fn logout_all(desk: State<'_, Desk>) -> Answer<()> {
    desk.keeper().ask(Request::LogoutAll).await.map_err(view)
}

/// Who AWS says a written session is.
#[derive(Serialize)]
struct SessionOwner {
    account: String,
    arn: String,
}

/// Tries out a written session.
#[tauri::command]
async fn test(desk: State<'_, Desk>, name: String) -> Answer<SessionOwner> {
    let caller = desk.keeper().ask(|reply| Request::Test(name, reply)).await.map_err(view)?;
    Ok(SessionOwner { account: caller.account, arn: caller.arn })
}

/// Copies a written session as environment variables.
#[tauri::command]
async fn copy_environment(desk: State<'_, Desk>, name: String) -> Answer<()> {
    lending::copy_environment(&desk.keeper(), name).await.map_err(|failure| desk.view(failure))
}

/// Opens the AWS console as a role.
#[tauri::command]
async fn open_console(desk: State<'_, Desk>, name: String) -> Answer<()> {
    let opened = lending::open_console(&desk.keeper(), &desk.console(), name).await;
    opened.map_err(|failure| desk.view(failure))
}

/// Which credentials AWS's tools would use for a profile that is given to them by name, in the
/// environment that Daypass was started with.
#[tauri::command]
async fn explain(desk: State<'_, Desk>, profile: String) -> Answer<ExplainView> {
    let question = Question { profile: Some(profile), surroundings: world::surroundings(desk.is_demo()) };
    desk.keeper().ask(|reply| Request::Explain(question, reply)).await.map_err(view)
}

/// The form of *Add an access key*, as the page sends it. It is never sent back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddKeyForm {
    name: String,
    access_key_id: String,
    secret: String,
    serial: Option<String>,
    region: Option<String>,
    target: Option<String>,
    duration: Option<u32>,
    caller: Option<CallerView>,
}

/// Puts a key into the keyring.
#[tauri::command]
async fn add_key(desk: State<'_, Desk>, form: AddKeyForm) -> Answer<()> {
    let form = KeyForm {
        name: form.name,
        access_key_id: form.access_key_id.trim().to_owned(),
        secret: Secret::new(form.secret),
        serial: form.serial,
        region: form.region,
        target: form.target,
        seconds: form.duration,
        caller: form.caller.and_then(CallerView::known),
    };
    desk.keeper().ask(|reply| Request::AddKey(form, reply)).await.map_err(view)
}

/// A key whose devices are looked for, as the page sends it. It is never sent back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FindDeviceForm {
    name: String,
    access_key_id: String,
    secret: String,
    region: Option<String>,
}

/// Asks AWS whose a typed key is and which MFA devices there are.
#[tauri::command]
async fn find_device(desk: State<'_, Desk>, form: FindDeviceForm) -> Answer<FoundDevicesView> {
    let new = NewKey {
        name: form.name,
        access_key_id: form.access_key_id.trim().to_owned(),
        secret: Secret::new(form.secret),
        region: form.region,
    };
    let found = desk.keeper().ask(|reply| Request::FindDevice(new, reply)).await.map_err(view)?;
    Ok(FoundDevicesView::from(&found))
}

/// Takes a key out of the keyring.
#[tauri::command]
async fn remove_key(desk: State<'_, Desk>, name: String) -> Answer<()> {
    desk.keeper().ask(|reply| Request::RemoveKey(name, reply)).await.map_err(view)
}

/// Asks about a change to the credentials file, or for one that was shown.
async fn change<T: InLanguage>(desk: &Desk, request: impl FnOnce(Reply<T>) -> ChangeRequest) -> Answer<T> {
    desk.keeper().ask(|reply| Request::Change(request(reply))).await.map_err(view)
}

/// The backups of the credentials file, newest first.
#[tauri::command]
async fn backups(desk: State<'_, Desk>) -> Answer<Vec<BackupView>> {
    change(&desk, ChangeRequest::Backups).await
}

/// What bringing back a backup would change: this one, or the newest that differs from the file.
#[tauri::command]
async fn preview_undo(desk: State<'_, Desk>, id: Option<String>) -> Answer<ChangeView> {
    change(&desk, |reply| ChangeRequest::PreviewUndo(id, reply)).await
}

/// Brings back the backup that was shown.
#[tauri::command]
async fn undo(desk: State<'_, Desk>, ticket: u32) -> Answer<()> {
    change(&desk, |reply| ChangeRequest::Undo(ticket, reply)).await
}

/// What moving a key to the keyring would change.
#[tauri::command]
async fn preview_move_key(desk: State<'_, Desk>, name: String) -> Answer<ChangeView> {
    change(&desk, |reply| ChangeRequest::PreviewMove(name, reply)).await
}

/// Moves the key whose move was shown; answers how many backups still hold it.
#[tauri::command]
async fn move_key(desk: State<'_, Desk>, ticket: u32) -> Answer<u32> {
    change(&desk, |reply| ChangeRequest::MoveKey(ticket, reply)).await
}

/// Deletes the backups that hold a moved key; answers how many there were.
#[tauri::command]
async fn purge_backups(desk: State<'_, Desk>, name: String) -> Answer<u32> {
    change(&desk, |reply| ChangeRequest::PurgeBackups(name, reply)).await
}

/// Starts the demo account and hands over to it.
#[tauri::command]
async fn start_demo<R: Runtime>(app: AppHandle<R>) -> Answer<()> {
    crate::setup::start_demo(&app).await.map_err(|failure| app.state::<Desk>().view(failure))
}

/// What the demo's MFA device shows now; null for any other device.
#[tauri::command]
async fn demo_code(desk: State<'_, Desk>, name: String) -> Answer<Option<DemoCodeView>> {
    if !desk.is_demo() {
        return Ok(None);
    }
    let board = desk.keeper().board().await.map_err(view)?;
    let serial = board.rows.into_iter().find(|row| row.name == name).and_then(|row| row.serial);
    let shown = serial.and_then(|serial| desk.device_code(&serial));
    Ok(shown.map(|(code, left)| DemoCodeView { code, seconds_left: u32::try_from(left).unwrap_or(30) }))
}

/// Hides the popover, where a tray can bring it back.
#[tauri::command]
fn hide<R: Runtime>(app: AppHandle<R>) {
    popover(&app).dismiss();
}

/// Gives the popover the height of its content.
#[tauri::command]
fn fit<R: Runtime>(app: AppHandle<R>, height: f64) {
    popover(&app).fit(height);
}

/// Keeps the popover while something else has the keyboard.
#[tauri::command]
fn set_pinned<R: Runtime>(app: AppHandle<R>, pinned: bool) {
    popover(&app).set_pinned(pinned);
}

/// Keeps the popover while a form holds typed text.
#[tauri::command]
fn hold<R: Runtime>(app: AppHandle<R>, held: bool) {
    popover(&app).set_held(held);
}

/// The digits that were typed before the page was there: its first code field takes them.
#[tauri::command]
fn typed_early<R: Runtime>(app: AppHandle<R>) -> String {
    std::mem::take(&mut *popover(&app).typed_early())
}

/// What this program says of itself and of this desktop, as text for a report of trouble.
#[tauri::command]
async fn diagnostics<R: Runtime>(app: AppHandle<R>) -> Answer<String> {
    Ok(crate::diagnostics::text(&app).await)
}
