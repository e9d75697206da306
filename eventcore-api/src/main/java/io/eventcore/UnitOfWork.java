package io.eventcore;

/** The transaction in which a projection's checkpoint moves. Valid only during the call that it is handed to. */
public interface UnitOfWork {

    /**
     * Gives access to the storage's own handle on the transaction, for example a {@code java.sql.Connection}. It
     * refuses to commit, to roll back and to be closed.
     *
     * @param type the class or interface of the handle
     * @param <T> that type
     * @return the handle
     * @throws ConfigurationException if this storage has no handle of that type; the sentence says which it has
     */
    <T> T unwrap(Class<T> type);
}
