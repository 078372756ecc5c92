package io.mycel.js.internal.process;

import io.mycel.js.internal.thread.DaemonThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Frames to a child, in their order. Who sends one does not wait for the child: a thread writes
 * them. They are bounded; a child that does not take them for long is of no use any more.
 */
final class OutgoingFrames implements Border.Sender {
  private static final long MAX_BYTES = 512L << 20;
  private static final int MAX_FRAMES = 100_000;
  private static final long FRAME_BYTES = 64;

  private final OutputStream out;
  private final FrameWriter writer;
  private final Queue<Frame> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  OutgoingFrames(OutputStream out, String name) {
    this.out = out;
    this.writer = new FrameWriter(out);
    DaemonThreads.make(name + " out", this::run).start();
  }

  @Override
  public synchronized void send(Frame frame) throws IOException {
    if (closed) {
      throw new IOException("it has ended");
    }
    long size = size(frame);
    if (!waiting.isEmpty() && (bytes + size > MAX_BYTES || waiting.size() >= MAX_FRAMES)) {
      throw new IOException("it does not take what it is sent: " + bytes + " bytes wait");
    }
    bytes += size;
    waiting.add(frame);
    notifyAll();
  }

  private static long size(Frame frame) {
    if (frame instanceof Frame.Call call) {
      return FRAME_BYTES + call.args().size();
    }
    return frame instanceof Frame.Answer answer ? FRAME_BYTES + answer.value().size() : FRAME_BYTES;
  }

  private void run() {
    try {
      Frame frame;
      while ((frame = next()) != null) {
        writer.write(frame);
      }
    } catch (IOException e) {
      close(); // its reader learns why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeStream();
    }
  }

  private synchronized Frame next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    Frame frame = waiting.poll();
    if (frame != null) {
      bytes -= size(frame);
    }
    return frame;
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }

  private void closeStream() {
    try {
      out.close();
    } catch (IOException e) {
      return; // the process has gone before
    }
  }
}
