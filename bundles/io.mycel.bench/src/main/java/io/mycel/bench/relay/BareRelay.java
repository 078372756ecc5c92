package io.mycel.bench.relay;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * The floor that a Java server is compared with: what one writes who knows Jetty's WebSocket
 * interface and the frames of generation B, and stops as soon as messages arrive. No workspaces, no
 * manager, no limits.
 */
public final class BareRelay {
  private static final int THREADS = 16;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long MAX_MESSAGE_BYTES = 256 << 20;

  private BareRelay() {}

  /** Listens at a free port of the loopback interface until the process is ended. */
  public static void main(String[] args) throws Exception {
    Server server = new Server(new QueuedThreadPool(THREADS, 4));
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    Map<String, RelayedClient> clients = new ConcurrentHashMap<>();
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
              container.setMaxFrameSize(MAX_MESSAGE_BYTES);
              container.setAutoFragment(false);
              container.setInputBufferSize(BUFFER_BYTES);
              container.setOutputBufferSize(BUFFER_BYTES);
              container.setIdleTimeout(Duration.ofHours(1));
              container.addMapping("/ws", (request, response, done) -> new RelayedClient(clients));
            }));
    server.start();
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", connector.getLocalPort());
    System.out.println("relay listening at http://127.0.0.1:" + address.getPort());
    server.join();
  }
}
