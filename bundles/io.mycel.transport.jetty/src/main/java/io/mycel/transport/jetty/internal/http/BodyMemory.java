package io.mycel.transport.jetty.internal.http;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;

/** What the bodies of all requests under way take together, and may take. */
public final class BodyMemory {
  private final long max;
  private final AtomicLong used = new AtomicLong();

  /** Up to {@code max} bytes. */
  public BodyMemory(long max) {
    this.max = max;
  }

  /** Takes more bytes for a request, until it is answered; false if there are none. */
  boolean claim(long bytes, Request request) {
    if (used.addAndGet(bytes) > max) {
      used.addAndGet(-bytes);
      return false;
    }
    Request.addCompletionListener(request, failure -> used.addAndGet(-bytes));
    return true;
  }

  /** Bytes in use. */
  public long used() {
    return used.get();
  }
}
