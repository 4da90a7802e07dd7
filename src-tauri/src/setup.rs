//! Starting, wiring and ending.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use daypass_adapters::clock::SystemClock;
use daypass_adapters::environment::Environment;
use daypass_adapters::start_at_login::{self, AT_LOGIN};
use daypass_adapters::wake;
use daypass_adapters::watch::Watch;
use daypass_core::failure::Failure;
use daypass_core::keeper::{Keeper, Request};
use daypass_core::ports::Clock;
use daypass_core::settings::Settings;
use tauri::{AppHandle, Manager, RunEvent, Runtime, Wry};

use crate::arguments::Arguments;
use crate::board::DesktopSink;
use crate::desk::{Charge, Desk};
use crate::log::LogFile;
use crate::page_address::SETTINGS;
use crate::popover::Popover;
use crate::preferences::Preferences;
use crate::shortcut::PopoverShortcut;
use crate::tray::{OnIntent, Tray};
use crate::tray_model::Intent;
use crate::world::{self, World};
use crate::{commands, notice, session_bus};

/// Longer than the keeper ever pauses.
const IDLE_THREADS: Duration = Duration::from_secs(90);

/// A tray host that is restarted is back sooner than this; one that is started at login, too.
const TRAY_GRACE: Duration = Duration::from_secs(3);

/// Builds the app and runs it until it is quit.
///
/// # Errors
/// When the desktop cannot be reached at all.
pub fn run(arguments: Arguments, log: LogFile) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = runtime()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| {
            // A session that starts programs again at login may have started this one already. Else any
            // program of the session can call this: it opens a window, whatever it is told.
            if !arguments.iter().any(|word| word == AT_LOGIN) {
                open(app, None);
            }
        }))
        .plugin(commands::plugin())
        .setup(move |app| {
            wire(app.handle(), arguments, &log)?;
            Ok(())
        })
        .build(context())?;
    app.run(|app, event| match event {
        // The last window has gone; the tray stays.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        RunEvent::Exit => {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.end_demo();
            }
        }
        _ => {}
    });
    Ok(())
}

fn context() -> tauri::Context<Wry> {
    #[cfg_attr(not(target_os = "macos"), expect(unused_mut, reason = "only macOS needs another name"))]
    let mut context = tauri::generate_context!();
    // There the first instance is found by a socket in /tmp named after the program alone: another
    // user's would be in the way. Elsewhere it is a name on the user's own bus or desktop.
    #[cfg(target_os = "macos")]
    {
        let user = rustix::process::getuid().as_raw();
        context.config_mut().identifier.push_str(&format!(".user{user}"));
    }
    context
}

/// As Tauri's own, but its threads outlive the pause between two looks at the clock: each that ended
/// in between would wake the program.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(IDLE_THREADS).build()
}

fn wire(app: &AppHandle<Wry>, arguments: Arguments, log: &LogFile) -> Result<(), Box<dyn std::error::Error>> {
    #[cfg(target_os = "macos")]
    app.set_activation_policy(tauri::ActivationPolicy::Accessory)?;
    if !arguments.demo {
        // The demo touches nothing of the user's.
        log.open_in(&Environment::of_this_process().state_folder);
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo = arguments.demo, "Daypass starts");
    session_bus::outlive();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let settings = if arguments.demo { Settings::default() } else { world::settings() };
    app.manage(Preferences::new(settings));
    app.manage(Popover::new(app.clone(), clock));
    let tray = Arc::new(start_tray(app, on_intent(app, !arguments.at_login))?);
    app.manage(tray);
    app.manage(PopoverShortcut::new(app));
    let answers = notice::on_answer(app.clone());
    let (world, demo) = if arguments.demo {
        let none = Settings::default();
        let (world, device) = tauri::async_runtime::block_on(world::demo(answers, &none))?;
        (world, Some(device))
    } else {
        (world::own(answers), None)
    };
    let charge = start_keeper(app, world, demo.is_some());
    app.manage(Desk::new(charge, demo));
    end_on_signals(app.clone());
    let woken = app.clone();
    wake::listen(move || tell(&woken, Request::Wake));
    if arguments.open {
        open(app, None);
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn start_tray(_app: &AppHandle<Wry>, on_intent: OnIntent) -> tauri::Result<Tray> {
    Ok(tauri::async_runtime::block_on(async { Tray::start(on_intent) }))
}

#[cfg(not(target_os = "linux"))]
fn start_tray(app: &AppHandle<Wry>, on_intent: OnIntent) -> tauri::Result<Tray> {
    Tray::start(app, on_intent)
}

fn start_keeper<R: Runtime>(app: &AppHandle<R>, world: World, demo: bool) -> Charge {
    let World { ports, watched, console } = world;
    let sink = DesktopSink {
        app: app.clone(),
        popover: app.state::<Arc<Popover<R>>>().inner().clone(),
        tray: app.state::<Arc<Tray>>().inner().clone(),
        clock: ports.clock.clone(),
        paths: ports.files.paths(),
        places: ports.places.clone(),
    };
    let (keeper, handle) = Keeper::new(ports, Arc::new(sink), demo);
    // The demo changes nothing of the user's.
    let keeper = if demo { keeper } else { keeper.starting_at_login(start_at_login::of_this_user()) };
    tauri::async_runtime::spawn(keeper.run());
    let woken = handle.clone();
    let watch = Watch::over(watched, move || woken.tell_from_outside(Request::Wake));
    Charge { keeper: handle, watch: Some(watch), console }
}

/// Puts a keeper in charge of the files where the settings say they are now. Windows and tray stay;
/// what is on its way to the files of before ends there.
pub fn look_elsewhere<R: Runtime>(app: AppHandle<R>) {
    tauri::async_runtime::spawn(async move {
        let own = notice::on_answer(app.clone());
        // It reads the settings and asks for the keyring.
        let Ok(world) = tauri::async_runtime::spawn_blocking(move || world::own(own)).await else {
            return;
        };
        if let Some(desk) = app.try_state::<Desk>().filter(|desk| !desk.is_demo()) {
            desk.replace(start_keeper(&app, world, false));
        }
    });
}

/// Starts the demo account and puts it in charge; a second call changes nothing.
///
/// # Errors
/// When the demo's server or files could not be made.
pub async fn start_demo<R: Runtime>(app: &AppHandle<R>) -> Result<(), Failure> {
    let desk = app.state::<Desk>();
    if desk.is_demo() {
        return Ok(());
    }
    let preferences = app.state::<Preferences>().now();
    let (world, device) = world::demo(notice::on_answer(app.clone()), &preferences).await?;
    desk.hand_over(start_keeper(app, world, true), device);
    Ok(())
}

fn open(app: &AppHandle<Wry>, profile: Option<String>) {
    if let Some(popover) = app.try_state::<Arc<Popover<Wry>>>() {
        popover.open(profile);
    }
}

/// Carries out what a person wants from the tray. Without a tray a window opens in its stead, unless
/// nobody asked for one: a session that is just beginning may have no tray yet, or never. Where there
/// was one, its loss opens the window in any case.
fn on_intent(app: &AppHandle<Wry>, opens: bool) -> OnIntent {
    let app = app.clone();
    let changes = Arc::new(AtomicU64::new(0));
    let opens = Arc::new(AtomicBool::new(opens));
    Arc::new(move |intent| match intent {
        Intent::Click(place) => {
            if let Some(popover) = app.try_state::<Arc<Popover<Wry>>>() {
                popover.click(place);
            }
        }
        Intent::Open(profile) => open(&app, profile),
        Intent::Settings => open(&app, Some(SETTINGS.to_owned())),
        Intent::EndAll => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                let keeper = app.state::<Desk>().keeper();
                if let Err(failure) = keeper.ask(Request::LogoutAll).await {
                    tracing::warn!("{failure}");
                }
            });
        }
        Intent::Pause(pause) => {
            tell(&app, Request::Pause(Some(pause.end(&SystemClock))));
        }
        Intent::Resume => tell(&app, Request::Pause(None)),
        Intent::Quit => app.exit(0),
        Intent::TrayBack => {
            changes.fetch_add(1, Ordering::Relaxed);
            opens.store(true, Ordering::Relaxed);
            set_alone(&app, false, false);
        }
        Intent::TrayGone => {
            let change = changes.fetch_add(1, Ordering::Relaxed) + 1;
            let (app, changes, opens) = (app.clone(), changes.clone(), opens.clone());
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(TRAY_GRACE).await;
                if changes.load(Ordering::Relaxed) == change {
                    set_alone(&app, true, opens.load(Ordering::Relaxed));
                }
            });
        }
    })
}

fn tell(app: &AppHandle<Wry>, request: Request) {
    if let Some(desk) = app.try_state::<Desk>() {
        desk.keeper().tell_from_outside(request);
    }
}

fn set_alone(app: &AppHandle<Wry>, alone: bool, opens: bool) {
    if let Some(popover) = app.try_state::<Arc<Popover<Wry>>>() {
        popover.set_alone(alone, opens);
    }
}

/// Ends like *Quit* when the session ends.
#[cfg(unix)]
fn end_on_signals(app: AppHandle<Wry>) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        let wished = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
            // The terminal that it was started from is closed.
            signal(SignalKind::hangup()),
        );
        let (Ok(mut term), Ok(mut int), Ok(mut hup)) = wished else {
            return;
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
            _ = hup.recv() => {}
        }
        app.exit(0);
    });
}

#[cfg(not(unix))]
fn end_on_signals(_app: AppHandle<Wry>) {}
