package io.mycel.plugins.internal.net;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Gets what URLs name, by https only (and by http from this machine itself, if that is allowed). An
 * address is judged when the connection to it is made, so neither a redirect nor a name that
 * changes its mind leads into the network of this machine.
 */
public final class Downloader implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_THREADS = 8;
  private static final int NOT_MODIFIED = 304;
  private static final int OK = 200;

  private final HttpClient client;
  private final AddressPolicy policy;
  private final Duration patience;

  /**
   * A downloader; {@link #close} ends its threads.
   *
   * @param policy which addresses may be asked
   * @param silence after which a server that sends nothing is given up
   * @param patience for one download, whatever the server sends
   */
  public Downloader(AddressPolicy policy, Duration silence, Duration patience) {
    this(policy, silence, patience, null);
  }

  /** The same, by somebody who knows other addresses than the machine does; null for its own. */
  Downloader(
      AddressPolicy policy, Duration silence, Duration patience, SocketAddressResolver addresses) {
    this.policy = policy;
    this.patience = patience;
    this.client = new HttpClient();
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 0);
    threads.setName("mycel-download");
    threads.setDaemon(true);
    ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("mycel-download-timer", true);
    client.setExecutor(threads);
    client.setScheduler(timer);
    client.setSocketAddressResolver(
        new Guarded(
            addresses == null
                ? new SocketAddressResolver.Async(threads, timer, silence.toMillis())
                : addresses));
    client.setFollowRedirects(false);
    client.setConnectTimeout(silence.toMillis());
    client.setIdleTimeout(silence.toMillis());
    // GitHub refuses who does not say who it is
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Mycel"));
    LifeCycle.start(client);
  }

  /**
   * Gets what a URL names.
   *
   * @param etag of the copy that the asker has; null for none
   * @param maxBytes more are refused
   * @throws DownloadException if it cannot be had; the message says why and what to do
   */
  public Download get(URI url, String etag, long maxBytes)
      throws DownloadException, InterruptedException {
    return get(url, etag, null, maxBytes);
  }

  /**
   * Gets what a URL names in one of several forms.
   *
   * @param etag of the copy that the asker has; null for none
   * @param accept the media type that is wanted; null for any
   * @param maxBytes more are refused
   * @throws DownloadException if it cannot be had; the message says why and what to do
   */
  public Download get(URI url, String etag, String accept, long maxBytes)
      throws DownloadException, InterruptedException {
    URI at = url;
    long end = System.nanoTime() + patience.toNanos();
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      check(at);
      Answer answer = ask(at, etag, accept, maxBytes, end);
      if (answer.location() == null) {
        return new Download(at, answer.content(), answer.etag());
      }
      at = redirected(at, answer.location());
    }
    throw new DownloadException(url, "it is redirected more than " + MAX_REDIRECTS + " times");
  }

  private void check(URI url) throws DownloadException {
    String host = url.getHost();
    if (host == null) {
      throw new DownloadException(url, "this is no URL of a server");
    }
    boolean local = policy.loopback() && isLoopback(host);
    if (!"https".equalsIgnoreCase(url.getScheme())
        && !(local && "http".equalsIgnoreCase(url.getScheme()))
        && !policy.trusts(url)) {
      throw new DownloadException(url, "only https is allowed; use the https address");
    }
    if (url.getUserInfo() != null) {
      throw new DownloadException(url, "a URL must not hold a user name or password");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost")
          || (AddressPolicy.literal(host) != null
              && AddressPolicy.literal(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static URI redirected(URI from, String location) throws DownloadException {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new DownloadException(
          from, "it is redirected to '" + location + "', which is no URL", e);
    }
  }

  /** One answer: a place to go to, or content, or neither if nothing has changed. */
  private record Answer(String location, byte[] content, String etag) {}

  private Answer ask(URI url, String etag, String accept, long maxBytes, long end)
      throws DownloadException, InterruptedException {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Request request = client.newRequest(url);
    if (etag != null) {
      request.headers(headers -> headers.put(HttpHeader.IF_NONE_MATCH, etag));
    }
    if (accept != null) {
      request.headers(headers -> headers.put(HttpHeader.ACCEPT, accept));
    }
    request.send(new Collector(url, maxBytes, etag != null, answer));
    try {
      return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      request.abort(e);
      throw new DownloadException(
          url, "it did not come within " + patience.toSeconds() + " s; try again later", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DownloadException known) {
        throw known;
      }
      throw new DownloadException(url, reason(e.getCause()), e.getCause());
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "there is no such host; is the name right, is there a network?";
    }
    if (cause instanceof TimeoutException) {
      return "the server is silent; try again later";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }

  /** Collects an answer and gives up as soon as it is of no use. */
  private static final class Collector implements Response.Listener {
    private final URI url;
    private final long maxBytes;
    private final boolean hasCopy;
    private final CompletableFuture<Answer> answer;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Collector(URI url, long maxBytes, boolean hasCopy, CompletableFuture<Answer> answer) {
      this.url = url;
      this.maxBytes = maxBytes;
      this.hasCopy = hasCopy;
      this.answer = answer;
    }

    @Override
    public void onHeaders(Response response) {
      if (response.getStatus() == OK
          && response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > maxBytes) {
        tooLong(response);
      }
    }

    @Override
    public void onContent(Response response, ByteBuffer bytes) {
      if (content.size() + (long) bytes.remaining() > maxBytes) {
        tooLong(response);
        return;
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      content.writeBytes(copy);
    }

    private void tooLong(Response response) {
      response.abort(
          new DownloadException(
              url, "it is longer than " + maxBytes + " bytes, which is the limit"));
    }

    @Override
    public void onComplete(Result result) {
      Response response = result.getResponse();
      String location = response.getHeaders().get(HttpHeader.LOCATION);
      String etag = response.getHeaders().get(HttpHeader.ETAG);
      int status = response.getStatus();
      if (result.isFailed()) {
        answer.completeExceptionally(result.getFailure());
      } else if (status == OK) {
        answer.complete(new Answer(null, content.toByteArray(), etag));
      } else if (status == NOT_MODIFIED && hasCopy) {
        answer.complete(new Answer(null, null, etag));
      } else if (status / 100 == 3 && location != null) {
        answer.complete(new Answer(location, null, null));
      } else {
        answer.completeExceptionally(
            new DownloadException(
                url, status, "the server answers " + status + " " + response.getReason(), null));
      }
    }
  }

  /** Finds the addresses of a host, those that may be asked. */
  private final class Guarded implements SocketAddressResolver {
    private final SocketAddressResolver resolver;

    Guarded(SocketAddressResolver resolver) {
      this.resolver = resolver;
    }

    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> found) {
      resolver.resolve(
          host,
          port,
          context,
          Promise.from(
              all -> {
                List<InetSocketAddress> allowed =
                    all.stream()
                        .filter(
                            address ->
                                policy.trusts(host, port) || policy.allows(address.getAddress()))
                        .toList();
                if (allowed.isEmpty()) {
                  found.failed(new RefusedAddressException(host));
                } else {
                  found.succeeded(allowed);
                }
              },
              found::failed));
    }
  }
}
