//! The program on PostgreSQL: the same commands, the same answers.

use store::Location;

use crate::databases::Database;
use crate::program::{Place, plain, run};

#[test]
fn the_same_commands_give_the_same_answers() {
    let database = Database::on_server();
    let Location::Server(address) = database.location() else {
        panic!("a server was expected");
    };
    let place = Place::with_the_sample_hospital();
    place.run(&["backup", "copy.wardline"]).expect(0);
    let copy = place.path("copy.wardline");
    let on_server = |arguments: &[&str], code: i32| {
        run(plain(&[&["--database", address.as_str(), "--format", "json"], arguments].concat())).expect(code)
    };
    on_server(&["restore", &copy.display().to_string()], 0);
    for arguments in [
        &["devices", "--statements"][..],
        &["services"],
        &["import", "list"],
        &["audit", "verify"],
        &["advisories", "coverage"],
        &["affected", "CVE-2018-8853"],
        &["affected", "alaris"],
    ] {
        assert_eq!(on_server(arguments, 0).json(), place.json(arguments), "{arguments:?}");
    }
    // A change, and the way back to a file.
    on_server(&["import", "undo", "6"], 0);
    place.json(&["import", "undo", "6"]);
    let back = place.path("back.wardline");
    on_server(&["backup", &back.display().to_string()], 0);
    let other = Place::new();
    other.run(&["restore", &back.display().to_string()]).expect(0);
    assert_eq!(other.json(&["devices", "--statements"]), place.json(&["devices", "--statements"]));
    assert_eq!(other.events(), place.events());
}
