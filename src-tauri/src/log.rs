//! What the program says of itself, on standard error, when `RUST_LOG` asks for it.

use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Begins to log.
pub fn to_standard_error() {
    let wanted = EnvFilter::from_default_env().and(filter_fn(is_harmless));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(wanted);
    tracing_subscriber::registry().with(lines).init();
}

/// Below "info" others' crates print what passes through them: the SDK whole answers of STS, the
/// bus whole messages. That is never logged, whatever `RUST_LOG` says.
fn is_harmless(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("daypass") || *metadata.level() <= LevelFilter::INFO
}
