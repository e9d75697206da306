package io.eventcore.postgres.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One connection through the {@link CuttingProxy}: a thread forwards requests, another one answers. */
final class CuttableConnection {

    private final CuttingProxy proxy;
    private final Socket client;
    private final Socket server;
    private final RequestReader requests;

    /** Set before the request goes to the server, so that the whole answer falls under it. */
    private volatile Optional<Cut> cutOfAnswer = Optional.empty();

    CuttableConnection(CuttingProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        this.requests = new RequestReader(new DataInputStream(new BufferedInputStream(client.getInputStream())));
    }

    void start() {
        daemon("cutting-proxy-requests", () -> untilEither(this::forwardRequests))
                .start();
        daemon("cutting-proxy-answers", () -> untilEither(this::forwardAnswers)).start();
    }

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void untilEither(Pump pump) {
        try {
            pump.run();
        } catch (IOException e) {
            // One side has gone, so the other must.
        } finally {
            if (cutOfAnswer.isEmpty()) {
                breakOff();
            }
        }
    }

    private void forwardRequests() throws IOException {
        OutputStream out = server.getOutputStream();
        out.write(requests.startUp());
        while (true) {
            RequestReader.Request request = requests.next();
            Optional<Cut> cut = request.isAppend() ? proxy.takeCut() : Optional.empty();
            if (cut.isEmpty()) {
                out.write(request.bytes());
            } else if (send(request.bytes(), cut.get(), out)) {
                return;
            }
        }
    }

    /** Returns whether that was the end of the client. */
    private boolean send(byte[] request, Cut cut, OutputStream out) throws IOException {
        switch (cut.kind()) {
            case IN_THE_REQUEST -> {
                out.write(request, 0, cut.byteBetween(0, request.length));
                end(cut);
                return true;
            }
            case AT_WORK -> {
                out.write(request);
                end(cut);
                return true;
            }
            case ON_THE_WAY -> {
                cutOfAnswer = Optional.of(cut);
                close(client, cut.reset());
                LockSupport.parkNanos(cut.delay().toNanos());
                out.write(request);
                return true;
            }
            default -> {
                cutOfAnswer = Optional.of(cut);
                out.write(request);
                return false;
            }
        }
    }

    private void forwardAnswers() throws IOException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            Optional<Cut> cut = cutOfAnswer;
            if (cut.isEmpty()) {
                out.write(buffer, 0, read);
            } else {
                held.write(buffer, 0, read);
                Answer answer = new Answer(held.toByteArray());
                if (answer.isComplete()) {
                    answer(answer, cut.get(), out);
                    held.reset();
                }
            }
        }
    }

    private void answer(Answer answer, Cut cut, OutputStream out) throws IOException {
        cutOfAnswer = Optional.empty();
        if (cut.kind() == Cut.Kind.ON_THE_WAY) {
            end(cut);
        } else if (answer.isError()) {
            out.write(answer.bytes()); // the server has refused; this cut is for one that it carried out
            proxy.cutNextAppend(cut);
        } else {
            int upTo = cut.kind() == Cut.Kind.AT_THE_END
                    ? cut.byteBetween(answer.endOfCommand(), answer.bytes().length)
                    : cut.byteBetween(0, answer.endOfCommand());
            out.write(answer.bytes(), 0, upTo);
            end(cut);
        }
    }

    private void end(Cut cut) {
        proxy.countCut(cut.kind());
        close(client, cut.reset());
        breakOff();
    }

    void breakOff() {
        close(client, false);
        close(server, false);
        proxy.forget(this);
    }

    private static void close(Socket socket, boolean reset) {
        try {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private interface Pump {
        void run() throws IOException;
    }
}
