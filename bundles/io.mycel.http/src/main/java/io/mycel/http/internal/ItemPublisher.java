package io.mycel.http.internal;

import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.RemoteGenerator;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The items of a generator as the pieces of a streamed answer, to one subscriber. An item is asked
 * for when the subscriber wants a piece and not before, so a slow client slows its generator down.
 */
final class ItemPublisher implements Flow.Publisher<ByteBuffer> {

  /** How pieces are written. */
  interface Encoder {
    ByteBuffer item(Object value);

    /** The last piece after a failure, for a client that has its status 200 already. */
    ByteBuffer failure(Throwable failure);

    /** The last piece otherwise, empty if the format needs none. */
    Optional<ByteBuffer> end();
  }

  private final RemoteGenerator generator;
  private final Encoder encoder;
  private final long maxBlobBytes;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  /** The items of a generator; the blobs of each may have so many bytes. */
  ItemPublisher(RemoteGenerator generator, Encoder encoder, long maxBlobBytes) {
    this.maxBlobBytes = maxBlobBytes;
    this.generator = generator;
    this.encoder = encoder;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (subscribed.compareAndSet(false, true)) {
      subscriber.onSubscribe(new Pull(subscriber));
      return;
    }
    subscriber.onSubscribe(new Nothing());
    subscriber.onError(new IllegalStateException("the items go to one subscriber only"));
  }

  /** Closes the generator of an answer that is not going to be sent. */
  void abandon() {
    if (subscribed.compareAndSet(false, true)) {
      generator.close();
    }
  }

  private record Nothing() implements Flow.Subscription {
    @Override
    public void request(long n) {
      // there is nothing to give
    }

    @Override
    public void cancel() {
      // there is nothing to give up
    }
  }

  /** What has come for the piece that was asked for. */
  private record Arrival(Optional<RemoteGenerator.Item> item, Throwable failure) {}

  private final class Pull implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean ended;
    private volatile Arrival arrival;
    private volatile IllegalArgumentException badRequest;
    private boolean waiting; // only read and written by the thread that works

    Pull(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        badRequest = new IllegalArgumentException("request of " + n + " pieces");
      } else {
        wanted.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      work();
    }

    @Override
    public void cancel() {
      ended = true;
      close();
    }

    /** One thread works at a time; the others leave it one more round to do. */
    private void work() {
      if (rounds.getAndIncrement() != 0) {
        return;
      }
      int done = 1;
      do {
        while (step()) {
          // until nothing has arrived and nothing more can be asked for
        }
        done = rounds.addAndGet(-done);
      } while (done != 0);
    }

    private boolean step() {
      if (ended) {
        return false;
      }
      if (badRequest != null) {
        end();
        subscriber.onError(badRequest);
        return false;
      }
      Arrival arrived = arrival;
      if (arrived != null) {
        arrival = null;
        waiting = false;
        deliver(arrived);
        return true;
      }
      if (waiting || wanted.get() == 0) {
        return false;
      }
      waiting = true;
      ask();
      return true;
    }

    private void ask() {
      CompletionStage<Optional<RemoteGenerator.Item>> next;
      try {
        next = generator.next().thenCompose(this::read);
      } catch (RuntimeException e) {
        arrival = new Arrival(Optional.empty(), e);
        return;
      }
      next.whenComplete(
          (item, failure) -> {
            arrival = new Arrival(item, failure);
            work();
          });
    }

    private CompletionStage<Optional<RemoteGenerator.Item>> read(
        Optional<RemoteGenerator.Item> item) {
      return item.isEmpty()
          ? CompletableFuture.completedStage(item)
          : Blobs.read(item.get().value(), maxBlobBytes)
              .thenApply(value -> Optional.of(new RemoteGenerator.Item(value)));
    }

    private void deliver(Arrival arrived) {
      if (arrived.failure() != null) {
        fail(arrived.failure());
      } else if (arrived.item().isEmpty()) {
        ended = true;
        encoder.end().ifPresent(subscriber::onNext);
        subscriber.onComplete();
      } else {
        ByteBuffer piece;
        try {
          piece = encoder.item(arrived.item().get().value());
        } catch (RuntimeException e) {
          fail(e);
          return;
        }
        wanted.decrementAndGet();
        subscriber.onNext(piece);
      }
    }

    private void fail(Throwable failure) {
      end();
      subscriber.onNext(encoder.failure(failure));
      subscriber.onComplete();
    }

    private void end() {
      ended = true;
      close();
    }

    private void close() {
      if (closed.compareAndSet(false, true)) {
        generator.close();
      }
    }
  }
}
