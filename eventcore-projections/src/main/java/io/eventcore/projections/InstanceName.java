package io.eventcore.projections;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** A name that no other runner has, and that tells a person where it runs. */
final class InstanceName {

    private InstanceName() {}

    static String draw() {
        return ProcessHandle.current().pid() + "@" + host() + "-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
