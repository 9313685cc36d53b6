-- Times are microseconds since 1970 in UTC; ids of devices are UUIDv7; hashes are SHA-256.
CREATE TABLE organisations (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO organisations (id, name) VALUES (1, 'This hospital');

CREATE TABLE sites (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation, code)
);

CREATE TABLE sources (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE UNIQUE INDEX sources_by_name ON sources (organisation, name);

CREATE TABLE imports (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    applied_by TEXT NOT NULL,
    counts TEXT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (organisation, id)
);

-- What sources said, a row for each record of a source and each time it changed. Never changed but for its state
-- (0 current, 1 superseded by a newer record of the same key, 2 withdrawn).
CREATE TABLE statements (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    id BIGINT NOT NULL,
    source BIGINT NOT NULL,
    key TEXT NOT NULL,
    device BYTES NOT NULL,
    import BIGINT NOT NULL,
    row_number BIGINT NOT NULL,
    stated_at BIGINT NOT NULL,
    hash BYTES NOT NULL,
    fields TEXT NOT NULL,
    against TEXT,
    state BIGINT NOT NULL,
    stale_since_import BIGINT,
    PRIMARY KEY (organisation, id)
);
CREATE INDEX statements_by_device ON statements (organisation, device);
CREATE INDEX statements_by_key ON statements (organisation, source, key);
CREATE INDEX statements_by_import ON statements (organisation, import);

-- Derived from current statements; can be thrown away and rebuilt. One column a field.
CREATE TABLE devices (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    id BYTES NOT NULL,
    disputed BIGINT NOT NULL DEFAULT 0,
    version_source TEXT NOT NULL DEFAULT '',
    version_said_at BIGINT NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    manufacturer TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    udi_di TEXT NOT NULL DEFAULT '',
    serial TEXT NOT NULL DEFAULT '',
    asset_tag TEXT NOT NULL DEFAULT '',
    device_type TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '',
    supplier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    pool TEXT NOT NULL DEFAULT '',
    software_version TEXT NOT NULL DEFAULT '',
    os TEXT NOT NULL DEFAULT '',
    ip TEXT NOT NULL DEFAULT '',
    mac TEXT NOT NULL DEFAULT '',
    hostname TEXT NOT NULL DEFAULT '',
    network_connection TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    vendor_remote_access TEXT NOT NULL DEFAULT '',
    patient_data_stored TEXT NOT NULL DEFAULT '',
    patch_status TEXT NOT NULL DEFAULT '',
    support_status TEXT NOT NULL DEFAULT '',
    risk_rating TEXT NOT NULL DEFAULT '',
    life_cycle TEXT NOT NULL DEFAULT '',
    acquired_on TEXT NOT NULL DEFAULT '',
    manufactured_on TEXT NOT NULL DEFAULT '',
    support_ends_on TEXT NOT NULL DEFAULT '',
    next_maintenance_on TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (organisation, id)
);

-- Every revision of every advisory, whole (deflate) and read (JSON).
CREATE TABLE advisories (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    hash BYTES NOT NULL,
    version TEXT NOT NULL,
    released TEXT NOT NULL,
    file TEXT NOT NULL,
    document BYTES NOT NULL,
    reading TEXT NOT NULL,
    counts TEXT NOT NULL,
    current BIGINT NOT NULL,
    import BIGINT NOT NULL,
    PRIMARY KEY (organisation, id, hash)
);
CREATE INDEX advisories_by_import ON advisories (organisation, import);

CREATE TABLE exploited (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    cve TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (organisation, cve)
);

CREATE TABLE expected_exploitation (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    cve TEXT NOT NULL,
    probability DOUBLE PRECISION NOT NULL,
    percentile DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (organisation, cve)
);

-- How fresh each feed is: 'KEV', 'EPSS'. The age of advisories is that of the newest one.
CREATE TABLE feeds (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    as_of TEXT NOT NULL,
    version TEXT NOT NULL,
    hash BYTES NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (organisation, name)
);

CREATE TABLE services (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    site TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (organisation, code)
);

CREATE TABLE systems (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (organisation, code)
);

CREATE TABLE contacts (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (organisation, code)
);

CREATE TABLE audit_events (
    organisation BIGINT NOT NULL REFERENCES organisations (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL,
    change TEXT NOT NULL,
    previous BYTES NOT NULL,
    hash BYTES NOT NULL,
    PRIMARY KEY (organisation, seq)
);
