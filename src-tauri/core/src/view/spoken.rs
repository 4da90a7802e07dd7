//! Answers and views in another language than English.

use crate::explain::view::{AdviceView, ExplainView, ReaderView};
use crate::failure::Failure;
use crate::find_device::{Found, FoundDevice};
use crate::language::Language;
use crate::lend::Lent;
use crate::ports::Caller;
use crate::text::InLanguage;

use crate::view::{
    BackupView, BoardView, ChangeView, DeviceView, FailureView, FoundDevicesView, ProfileSettingsView,
    RowView, SettingsView,
};

impl InLanguage for FailureView {
    fn in_language(self, language: Language) -> Self {
        let (message, hint) = (self.message.in_language(language), self.hint.in_language(language));
        Self { message, hint, ..self }
    }
}

impl InLanguage for BoardView {
    fn in_language(self, language: Language) -> Self {
        let (rows, banner) = (self.rows.in_language(language), self.banner.in_language(language));
        Self { rows, banner, language, ..self }
    }
}

impl InLanguage for RowView {
    fn in_language(self, language: Language) -> Self {
        Self {
            problem: self.problem.in_language(language),
            warnings: self.warnings.in_language(language),
            roles: self.roles.in_language(language),
            ..self
        }
    }
}

impl InLanguage for ChangeView {
    fn in_language(self, language: Language) -> Self {
        Self { notes: self.notes.in_language(language), ..self }
    }
}

impl InLanguage for FoundDevicesView {
    fn in_language(self, language: Language) -> Self {
        Self {
            devices: self.devices.in_language(language),
            guessed_because: self.guessed_because.in_language(language),
            ..self
        }
    }
}

impl InLanguage for DeviceView {
    fn in_language(self, language: Language) -> Self {
        Self { problem: self.problem.in_language(language), ..self }
    }
}

impl InLanguage for ExplainView {
    fn in_language(self, language: Language) -> Self {
        Self {
            readers: self.readers.in_language(language),
            advice: self.advice.in_language(language),
            notes: self.notes.in_language(language),
            ..self
        }
    }
}

impl InLanguage for ReaderView {
    fn in_language(self, language: Language) -> Self {
        Self { reason: self.reason.in_language(language), ..self }
    }
}

impl InLanguage for AdviceView {
    fn in_language(self, language: Language) -> Self {
        let (shadow, change) = (self.shadow.in_language(language), self.change.in_language(language));
        Self { shadow, change, ..self }
    }
}

impl InLanguage for SettingsView {
    fn in_language(self, language: Language) -> Self {
        Self {
            shortcut_problem: self.shortcut_problem.in_language(language),
            problem: self.problem.in_language(language),
            ..self
        }
    }
}

impl InLanguage for Found {
    fn in_language(self, language: Language) -> Self {
        Self {
            devices: self.devices.in_language(language),
            guessed_because: self.guessed_because.in_language(language),
            ..self
        }
    }
}

impl InLanguage for FoundDevice {
    fn in_language(self, language: Language) -> Self {
        Self { problem: self.problem.in_language(language), ..self }
    }
}

impl<T: InLanguage> InLanguage for Result<T, Failure> {
    fn in_language(self, language: Language) -> Self {
        match self {
            Ok(answer) => Ok(answer.in_language(language)),
            Err(failure) => Err(failure.in_language(language)),
        }
    }
}

/// Answers without a sentence.
macro_rules! wordless {
    ($($answer:ty),*) => {
        $(impl InLanguage for $answer {
            fn in_language(self, _language: Language) -> Self {
                self
            }
        })*
    };
}

wordless!((), u32, BackupView, Caller, Lent, ProfileSettingsView);
