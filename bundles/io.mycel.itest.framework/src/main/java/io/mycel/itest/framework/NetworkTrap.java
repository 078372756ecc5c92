package io.mycel.itest.framework;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A port of this machine that counts who connects to it. */
final class NetworkTrap implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger visits = new AtomicInteger();
  private final Semaphore expected = new Semaphore(0);

  NetworkTrap() throws IOException {
    socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::listen, "network-trap");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      while (true) {
        try (Socket visitor = socket.accept()) {
          visits.incrementAndGet();
          if (visitor.getInputStream().read() == 'v') {
            expected.release();
          }
        }
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Connects, and waits until that is counted: all who came before are counted by then. */
  void visit() throws Exception {
    try (Socket visitor = new Socket(socket.getInetAddress(), port())) {
      visitor.getOutputStream().write('v');
      if (!expected.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the trap did not notice a visit");
      }
    }
  }

  int visits() {
    return visits.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
