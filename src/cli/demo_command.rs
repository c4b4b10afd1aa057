//! The demo: a folder of its own, made anew at every start, and everybody's sign-in on the terminal.

use super::progress::while_working;
use super::stop::Stop;
use super::{listen, open, say};
use crate::cli::demo::{self, PASSWORD, Scene};
use crate::features::backup::{self, DEMO_MARK as MARK};
use crate::kernel::clock::Clock;
use crate::kernel::progress::At;
use crate::kernel::settings::Settings;
use crate::kernel::telemetry;
use crate::platform::app::{Demo, DemoPerson};
use anyhow::{Context, bail};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Unless the settings name a folder.
const FOLDER: &str = "data-demo";

/// What the settings say when nobody has named a folder.
const UNNAMED: &str = "data";

pub(super) fn run(mut settings: Settings) -> anyhow::Result<()> {
    telemetry::start(&settings.log)?;
    if settings.data.folder == Path::new(UNNAMED) {
        settings.data.folder = FOLDER.into();
    }
    let stop = Stop::listen()?;
    let folder = settings.data.folder.clone();
    make_anew(&folder)?;
    // The demo's people are invented; nobody gets their letters.
    settings.mail.smtp_host.clear();
    settings.accounts.require_second_factor = false;
    settings.accounts.require_verified_email = false;
    settings.database.url = format!("sqlite:{}", folder.join("tubel.db").display());
    let database = open(&settings)?;
    backup::belong_together(&database, &settings, true, Clock::System.now())?;
    let made = Arc::new(AtomicUsize::new(0));
    let place =
        || At::counted("making the sample calls", made.load(Ordering::Relaxed), demo::CALLS);
    let prepare = || demo::prepare_counted(&database, &settings, Clock::System.now(), &made);
    let scene = while_working(place, prepare)?;
    tell(&scene, &settings)?;
    let people = scene.sign_ins.into_iter().map(|person| DemoPerson {
        name: person.name,
        email: person.email,
        roles: person.roles,
        waits: person.waits,
    });
    let people = Demo { people: people.collect(), password: PASSWORD };
    listen(settings, database, stop, Some(Arc::new(people)))
}

fn make_anew(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        if !folder.join(MARK).exists() {
            bail!("{} was not made by the demo; move it away first", folder.display());
        }
        backup::refuse_real(folder)?;
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(folder.join(MARK), "").with_context(|| folder.display().to_string())
}

fn tell(scene: &Scene, settings: &Settings) -> anyhow::Result<()> {
    say(
        "Sample calls at every stage, one of them in its plenary; every person and figure is invented.",
    )?;
    say(&format!(
        "\nThe call in its plenary: /api/v1/calls/{}\nPassword of everybody: {PASSWORD}\n",
        scene.call
    ))?;
    for sign_in in &scene.sign_ins {
        let roles: Vec<&str> = sign_in.roles.iter().map(|role| role.name()).collect();
        say(&format!("  {:<12} {:<24} {}", roles.join(", "), sign_in.name, sign_in.email))?;
    }
    let (host, port) = (&settings.server.host, settings.server.port);
    say(&format!("\nThe pages: http://{host}:{port}/   The API: http://{host}:{port}/docs"))
}
