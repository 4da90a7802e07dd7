//! What the page may ask about settings. Each command is a translation; the core checks and decides.

use daypass_core::failure::Failure;
use daypass_core::keeper::{Reply, Request, SettingsRequest};
use daypass_core::text::InLanguage;
use daypass_core::view::{FailureView, ProfileSettingsForm, ProfileSettingsView, SettingsForm, SettingsView};
use tauri::{AppHandle, Manager, Runtime, State};

use crate::desk::Desk;
use crate::shortcut;

type Answer<T> = Result<T, FailureView>;

async fn ask<T: InLanguage>(desk: &Desk, request: impl FnOnce(Reply<T>) -> SettingsRequest) -> Answer<T> {
    let answer = desk.keeper().ask(|reply| Request::Settings(request(reply))).await;
    answer.map_err(|failure: Failure| FailureView::from(&failure))
}

/// Adds what only the desktop knows: whether it gives the shortcut away.
async fn completed<R: Runtime>(app: &AppHandle<R>, view: SettingsView) -> SettingsView {
    let problem = shortcut::problem(app, view.shortcut.clone()).await;
    let told = |failure| app.state::<Desk>().view(failure);
    SettingsView { shortcut_problem: problem.map(told), ..view }
}

/// The settings page.
#[tauri::command]
pub async fn settings<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Answer<SettingsView> {
    let view = ask(&desk, SettingsRequest::Show).await?;
    Ok(completed(&app, view).await)
}

/// Saves the settings page; answers what counts then.
#[tauri::command]
pub async fn save_settings<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    form: SettingsForm,
) -> Answer<SettingsView> {
    let view = ask(&desk, |reply| SettingsRequest::Save(form, reply)).await?;
    Ok(completed(&app, view).await)
}

/// The form of one row.
#[tauri::command]
pub async fn profile_settings(desk: State<'_, Desk>, name: String) -> Answer<ProfileSettingsView> {
    ask(&desk, |reply| SettingsRequest::ShowProfile(name, reply)).await
}

/// Saves the form of one row.
#[tauri::command]
pub async fn save_profile_settings(desk: State<'_, Desk>, form: ProfileSettingsForm) -> Answer<()> {
    ask(&desk, |reply| SettingsRequest::SaveProfile(form, reply)).await
}
