//! Windows: power notifications by callback, which need no window.

use std::ffi::c_void;
use std::io;
use std::ptr;
use std::time::Duration;

use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Power::{
    DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, PowerRegisterSuspendResumeNotification,
};
use windows_sys::Win32::System::SystemInformation::GetTickCount64;
use windows_sys::Win32::UI::WindowsAndMessaging::{DEVICE_NOTIFY_CALLBACK, PBT_APMRESUMEAUTOMATIC};

type Tell = Box<dyn Fn() + Send + Sync>;

/// Calls `tell` whenever the machine has woken up, for the life of the process (Win32,
/// PowerRegisterSuspendResumeNotification). It is called on a thread of the system's.
///
/// # Errors
/// The system's.
#[expect(unsafe_code, reason = "no safe binding knows this call")]
pub fn on_wake(tell: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    let tell: Tell = Box::new(tell);
    // Both live as long as the process: the system keeps pointers to them.
    let context: *const Tell = Box::leak(Box::new(tell));
    let wish: *mut DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS =
        Box::leak(Box::new(DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS {
            Callback: Some(told),
            Context: context.cast_mut().cast(),
        }));
    let mut registration = ptr::null_mut();
    // SAFETY: with this flag the second argument is a pointer to the parameters, which are never freed,
    // and the third receives a handle that is never used.
    let done = unsafe {
        PowerRegisterSuspendResumeNotification(DEVICE_NOTIFY_CALLBACK, wish.cast(), &raw mut registration)
    };
    if done == ERROR_SUCCESS { Ok(()) } else { Err(io::Error::from_raw_os_error(done.cast_signed())) }
}

#[expect(unsafe_code, reason = "the system calls it with the pointer that it was given")]
unsafe extern "system" fn told(context: *const c_void, what: u32, _setting: *const c_void) -> u32 {
    if what == PBT_APMRESUMEAUTOMATIC {
        // SAFETY: the context is the leaked box of `on_wake`, which is shared between threads.
        let tell = unsafe { &*context.cast::<Tell>() };
        tell();
    }
    ERROR_SUCCESS
}

/// The time since the machine started, sleep included (Win32, GetTickCount64).
#[must_use]
#[expect(unsafe_code, reason = "no safe binding knows this call")]
pub fn uptime() -> Duration {
    // SAFETY: it takes nothing and cannot fail.
    Duration::from_millis(unsafe { GetTickCount64() })
}
