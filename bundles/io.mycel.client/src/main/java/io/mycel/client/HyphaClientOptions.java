package io.mycel.client;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * How a client connects and behaves.
 *
 * @param serverUrl {@code http(s)://host[:port][/path]}, to which {@code /ws} is added, or a whole
 *     {@code ws(s)://} address
 * @param workspace null for the user's own
 * @param token as a manager's {@code generate_token} gave it; null for an anonymous user
 * @param clientId unique in the workspace; no {@code / : * @} and no blanks
 * @param connectTimeout for socket, upgrade and handshake together
 * @param callTimeout the longest silence of a call; the other side's heartbeats start it anew
 * @param offlineTimeout how long a call that is made while offline waits for the connection; zero
 *     lets it fail at once
 * @param keepAlive how often the server is asked for a sign of life; after two without an answer
 *     the connection counts as lost
 * @param reconnect what happens when the connection is lost
 * @param limits what the client holds at most
 * @param executor runs services, callbacks and completions; null for one of the client's own
 * @param listener is told of the connection
 */
public record HyphaClientOptions(
    String serverUrl,
    String workspace,
    String token,
    String clientId,
    Duration connectTimeout,
    Duration callTimeout,
    Duration offlineTimeout,
    Duration keepAlive,
    ReconnectPolicy reconnect,
    ClientLimits limits,
    Executor executor,
    ConnectionListener listener) {

  /** Checks what can be checked without a server. */
  public HyphaClientOptions {
    Objects.requireNonNull(serverUrl, "serverUrl");
    Objects.requireNonNull(reconnect, "reconnect");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(listener, "listener");
    if (clientId.isBlank() || clientId.chars().anyMatch(c -> "/:*@ ".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "client id must be a text without / : * @ and blanks, not: " + clientId);
    }
    positive("connectTimeout", connectTimeout);
    positive("callTimeout", callTimeout);
    positive("keepAlive", keepAlive);
    if (offlineTimeout.isNegative()) {
      throw new IllegalArgumentException("offlineTimeout must not be negative: " + offlineTimeout);
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, not " + duration);
    }
  }

  /** Options for a server, to be changed. */
  public static Builder builder(String serverUrl) {
    return new Builder(serverUrl);
  }

  /** The token is not told. */
  @Override
  public String toString() {
    return "HyphaClientOptions[" + serverUrl + ", " + workspace + "/" + clientId + "]";
  }

  /** Changes options. */
  public static final class Builder {
    private final String serverUrl;
    private String workspace;
    private String token;
    private String clientId = "java-" + UUID.randomUUID();
    private Duration connectTimeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ofSeconds(30);
    private Duration offlineTimeout = Duration.ofSeconds(30);
    private Duration keepAlive = Duration.ofSeconds(20);
    private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
    private ClientLimits limits = ClientLimits.DEFAULT;
    private Executor executor;
    private ConnectionListener listener = ConnectionListener.NONE;

    private Builder(String serverUrl) {
      this.serverUrl = serverUrl;
    }

    /** The user's own workspace if not given. */
    public Builder workspace(String name) {
      workspace = name;
      return this;
    }

    /** An anonymous user if not given. */
    public Builder token(String newToken) {
      token = newToken;
      return this;
    }

    /** A random one if not given. */
    public Builder clientId(String id) {
      clientId = id;
      return this;
    }

    /** 30 s if not given. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    /** 30 s if not given. */
    public Builder callTimeout(Duration timeout) {
      callTimeout = timeout;
      return this;
    }

    /** 30 s if not given. */
    public Builder offlineTimeout(Duration timeout) {
      offlineTimeout = timeout;
      return this;
    }

    /** 20 s if not given. */
    public Builder keepAlive(Duration interval) {
      keepAlive = interval;
      return this;
    }

    /** {@link ReconnectPolicy#DEFAULT} if not given. */
    public Builder reconnect(ReconnectPolicy policy) {
      reconnect = policy;
      return this;
    }

    /** {@link ClientLimits#DEFAULT} if not given. */
    public Builder limits(ClientLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /**
     * Daemon threads of the client's own if not given. The client does not shut a given one down.
     */
    public Builder executor(Executor newExecutor) {
      executor = newExecutor;
      return this;
    }

    /** Nobody if not given. */
    public Builder listener(ConnectionListener newListener) {
      listener = newListener;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one of them cannot be met
     */
    public HyphaClientOptions build() {
      return new HyphaClientOptions(
          serverUrl,
          workspace,
          token,
          clientId,
          connectTimeout,
          callTimeout,
          offlineTimeout,
          keepAlive,
          reconnect,
          limits,
          executor,
          listener);
    }
  }
}
