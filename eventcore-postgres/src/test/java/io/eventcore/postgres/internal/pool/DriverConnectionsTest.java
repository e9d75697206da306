package io.eventcore.postgres.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reaches the driver. The server here is a socket that speaks the first words of PostgreSQL's protocol. */
class DriverConnectionsTest {

    private static final int ASK_FOR_THE_PASSWORD = 3;

    @Test
    @Timeout(60)
    void userPasswordAndParametersReachTheServerAndShowNowhere() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> hearOneLogin(server));
            Properties properties = new Properties();
            properties.put("user", "alice");
            properties.put("password", "open sesame");
            properties.put("options", "-c geqo=off");
            properties.put("sslmode", "disable");
            properties.put("gssEncMode", "disable");
            DriverConnections connections = new DriverConnections(urlOf(server), properties, connection -> {});

            assertThatThrownBy(connections::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageNotContaining("sesame");

            assertThat(heard.get(5, TimeUnit.MINUTES)).contains("alice", "geqo=off", "open sesame");
            assertThat(connections.counts().failed()).isEqualTo(1);
            assertThat(connections.toString()).doesNotContain("alice", "sesame");
        }
    }

    @Test
    @Timeout(30)
    void aServerThatSaysNothingIsGivenUpAfterTheLoginTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            DriverConnections connections = new DriverConnections(urlOf(silent), new Properties(), connection -> {});
            connections.setLoginTimeout(1);

            assertThatThrownBy(connections::getConnection).isInstanceOf(SQLException.class);

            assertThat(connections.counts().lastFailed()).isTrue();
        }
    }

    @Test
    void theLoginTimeoutOfTheUrlIsKept() {
        Properties properties = new Properties();
        properties.put("loginTimeout", "7");
        DriverConnections connections =
                new DriverConnections("jdbc:postgresql://localhost/bank", properties, connection -> {});

        connections.setLoginTimeout(1);

        assertThat(connections.getLoginTimeout()).isEqualTo(7);
    }

    private static String urlOf(ServerSocket server) {
        return "jdbc:postgresql://localhost:" + server.getLocalPort() + "/bank";
    }

    /** The start-up message and the answer to the question for the password. */
    private static String hearOneLogin(ServerSocket server) {
        try (Socket client = server.accept();
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            String startup = read(in);
            out.writeByte('R');
            out.writeInt(8);
            out.writeInt(ASK_FOR_THE_PASSWORD);
            out.flush();
            in.readByte();
            return startup + read(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt() - Integer.BYTES), StandardCharsets.UTF_8);
    }
}
