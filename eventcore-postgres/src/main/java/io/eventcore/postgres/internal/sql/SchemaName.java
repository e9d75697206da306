package io.eventcore.postgres.internal.sql;

import io.eventcore.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The schema of the store's tables. The store's statements name what is in it as <code>{schema}.events</code>, so that
 * nothing else on the search path of a connection takes the place of it: no temporary table of the same name, and no table
 * of a schema that comes first.
 *
 * @param name as the database knows it, case kept
 */
public record SchemaName(String name) {

    private static final String PLACE = "{schema}";

    /** Where the tables are that an unqualified name would find; without any, where they would be created. */
    private static final String LOOK = """
            SELECT coalesce(
                (SELECT p.name
                 FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS p (name, nr)
                 JOIN pg_catalog.pg_namespace n ON n.nspname = p.name
                 JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'eventcore_schema'
                 ORDER BY p.nr
                 LIMIT 1),
                pg_catalog.current_schema(),
                'public')""";

    /** Refuses a name that cannot stand in SQL without care: one with a quotation mark. */
    public SchemaName {
        if (name.isEmpty() || name.indexOf('"') >= 0 || name.indexOf('\'') >= 0) {
            throw new ConfigurationException("The schema of the tables has a quotation mark in its name: rename it, or"
                    + " name another one by schema(...) in PostgresConfig.");
        }
    }

    /** The schema that the search path of this connection leads to. */
    static SchemaName of(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new SchemaName(row.getString(1));
        }
    }

    static boolean isIn(String sql) {
        return sql.contains(PLACE);
    }

    /** The statement with the schema's name, quoted, in its places. */
    String in(String sql) {
        return sql.replace(PLACE, "\"" + name + "\"");
    }
}
