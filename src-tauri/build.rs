//! Lists the commands the page may call, and nothing else, in the app's manifest.

/// Every command of `commands.rs` and `settings_commands.rs`; each becomes a permission `daypass:allow-…`.
const COMMANDS: &[&str] = &[
    "board",
    "login",
    "cancel",
    "logout",
    "logout_all",
    "test",
    "copy_environment",
    "open_console",
    "explain",
    "add_key",
    "find_device",
    "remove_key",
    "backups",
    "preview_undo",
    "undo",
    "preview_move_key",
    "move_key",
    "purge_backups",
    "settings",
    "save_settings",
    "profile_settings",
    "save_profile_settings",
    "start_demo",
    "demo_code",
    "hide",
    "fit",
    "set_pinned",
    "hold",
    "typed_early",
    "diagnostics",
];

fn main() {
    // tauri-build watches its default folders only.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .plugin("daypass", tauri_build::InlinedPlugin::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
