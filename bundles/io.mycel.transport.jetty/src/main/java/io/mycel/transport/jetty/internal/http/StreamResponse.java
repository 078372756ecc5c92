package io.mycel.transport.jetty.internal.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the pieces of a publisher as they come, each flushed. The next is asked for when the last
 * was written, and none once the client is gone. Jetty completes writes one after the other and not
 * inside of each other, so a publisher that answers at once does not nest.
 */
final class StreamResponse implements Flow.Subscriber<ByteBuffer> {
  private static final Logger log = LoggerFactory.getLogger(StreamResponse.class);

  private final Response response;
  private final Callback callback;
  private final String target;

  /** Guarded by this; never held while calling out. */
  private Flow.Subscription subscription;

  private boolean writing;
  private boolean ended;
  private Throwable error;
  private boolean finished;

  /** A stream that answers a request; {@code target} names it in the log. */
  StreamResponse(Response response, Callback callback, String target) {
    this.response = response;
    this.callback = callback;
    this.target = target;
  }

  /** Sends the head at once, so that the client knows, and then what comes. */
  void start(Flow.Publisher<ByteBuffer> pieces) {
    synchronized (this) {
      writing = true;
    }
    // First, so that nothing is missed that is published once the client has the head; and also
    // for a client that is gone by now, since only a subscriber can cancel.
    pieces.subscribe(this);
    response.write(false, ByteBuffer.allocate(0), Callback.from(this::written, this::clientGone));
  }

  /** Sends the head alone; the publisher is told that nobody wants its pieces. */
  void startWithoutBody(Flow.Publisher<ByteBuffer> pieces) {
    synchronized (this) {
      finished = true;
    }
    pieces.subscribe(this);
    response.write(true, null, callback);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    boolean useless;
    boolean ready;
    synchronized (this) {
      useless = finished || subscription != null;
      ready = !writing;
      subscription = useless ? subscription : given;
    }
    if (useless) {
      given.cancel();
    } else if (ready) {
      given.request(1);
    }
  }

  @Override
  public void onNext(ByteBuffer piece) {
    synchronized (this) {
      if (finished || ended) {
        return;
      }
      writing = true;
    }
    response.write(false, piece.slice(), Callback.from(this::written, this::clientGone));
  }

  @Override
  public void onError(Throwable cause) {
    end(cause);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  /** The client is not there any more: the publisher may stop. */
  void clientGone(Throwable cause) {
    Flow.Subscription cancelled;
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
      cancelled = subscription;
    }
    log.debug("the stream of {} ends early: {}", target, String.valueOf(cause));
    if (cancelled != null) {
      cancelled.cancel();
    }
    callback.failed(cause);
  }

  private void written() {
    Flow.Subscription next;
    synchronized (this) {
      writing = false;
      next = ended ? null : subscription;
    }
    if (next != null) {
      next.request(1);
    }
    finishIfDone();
  }

  private void end(Throwable cause) {
    synchronized (this) {
      ended = true;
      error = cause;
    }
    finishIfDone();
  }

  private void finishIfDone() {
    synchronized (this) {
      if (!ended || writing || finished) {
        return;
      }
      finished = true;
    }
    if (error == null) {
      response.write(true, ByteBuffer.allocate(0), callback);
    } else {
      // The head is sent: only a broken connection can tell the client that this is not all.
      log.warn("the stream of {} failed", target, error);
      callback.failed(error);
    }
  }
}
