package io.eventcore.postgres.internal.feed;

import io.eventcore.postgres.internal.sql.Database;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hints by LISTEN and NOTIFY, on a channel of the store's own: it is named after its sequence. A NOTIFY is never sent by the
 * transaction of an append, for it would hold a lock of the whole cluster while that is written to disk.
 */
public final class NotifyHints implements CommitHints {

    /** The name of the channel, in SQL. */
    static final String CHANNEL = "'eventcore_' || '{schema}.events_position_seq'::pg_catalog.regclass::pg_catalog.oid";

    private final Database database;
    private final String name;
    /** Tells this store's own hints from those of others. */
    private final String sender = UUID.randomUUID().toString();

    private final HintSender out;
    private @Nullable HintListener in;

    /**
     * Uses connections of this database.
     *
     * @param name of the store, for its threads
     */
    public NotifyHints(Database database, String name) {
        this.database = database;
        this.name = name;
        this.out = new HintSender(database, name + "-notify", sender);
    }

    @Override
    public void committed() {
        out.committed();
    }

    /** Not thread-safe, as {@link #stopListening()}: {@link CommitListeners} calls them in turn. */
    @Override
    public void listen(Runnable onHint) {
        in = HintListener.start(database, name + "-listen", sender, onHint);
    }

    @Override
    public void stopListening() {
        if (in != null) {
            in.stop();
            in = null;
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
