package io.mycel.hub.internal;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory for the heads of frames that go to sockets: most of what forwarding a frame would allocate
 * otherwise. A head comes back with the lease of its frame, when both are written.
 */
final class HeadPool {
  /** Longer heads are rare: they get memory of their own. */
  private static final int BYTES = 1024;

  private static final int SLOTS = 64;

  /** Places that a thread looks at, one after the other, before it goes without. */
  private static final int TRIES = 4;

  private final AtomicReferenceArray<Head> free = new AtomicReferenceArray<>(SLOTS);

  /** Room for one head. It is the lease of the whole frame as well. */
  final class Head implements Lease {
    private final ByteBuffer room = ByteBuffer.allocate(BYTES);
    private Lease tail;

    /** Where the head is written. */
    ByteBuffer room() {
      return room;
    }

    @Override
    public void release() {
      Lease rest = tail;
      tail = null;
      rest.release();
      give(this);
    }

    /** A value shows the memory from now on, so that the head does not come back either. */
    @Override
    public void keep() {
      tail.keep();
    }
  }

  /**
   * Room for a head, and the lease of the frame that it is written for.
   *
   * @param tail the lease of what follows the head
   */
  Head take(Lease tail) {
    Head head = taken();
    head.tail = tail;
    return head;
  }

  private Head taken() {
    int first = first();
    for (int i = 0; i < TRIES; i++) {
      int slot = first + i & SLOTS - 1;
      Head head = free.get(slot);
      if (head != null && free.compareAndSet(slot, head, null)) {
        return head;
      }
    }
    return new Head();
  }

  private void give(Head head) {
    int first = first();
    for (int i = 0; i < TRIES; i++) {
      if (free.compareAndSet(first + i & SLOTS - 1, null, head)) {
        return;
      }
    }
  }

  /** Threads begin at different places. */
  private static int first() {
    return (int) Thread.currentThread().getId() * TRIES;
  }
}
