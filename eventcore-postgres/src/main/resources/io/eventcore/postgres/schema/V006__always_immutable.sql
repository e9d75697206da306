-- Events cannot be changed in a session with session_replication_role = replica either, where ordinary triggers sleep.
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_immutable;

-- Which files were run. initialize() has this table already; a migration tool that runs the files has not, and
-- initialize() shall find then that there is nothing to do. Every later file notes itself in the same way.
CREATE TABLE IF NOT EXISTS eventcore_schema (
    version      integer PRIMARY KEY,
    file         text NOT NULL,
    installed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO eventcore_schema (version, file) VALUES
    (1, 'V001__streams_and_events.sql'),
    (2, 'V002__append.sql'),
    (3, 'V003__feed.sql'),
    (4, 'V004__checkpoints.sql'),
    (5, 'V005__commands.sql'),
    (6, 'V006__always_immutable.sql')
ON CONFLICT (version) DO NOTHING;
