package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.wire.ClientFrame;
import io.mycel.bench.wire.MsgpackWriter;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/** Clients, and things that are none, that send what nobody can read. */
final class Garbage implements Activity {
  private static final int FRAMES = 20;
  private static final int MAX_BYTES = 2000;

  private final Scene scene;
  private final LoadClient innocent;
  private final SplittableRandom random = new SplittableRandom(7);

  private Garbage(Scene scene, LoadClient innocent) {
    this.scene = scene;
    this.innocent = innocent;
  }

  static Garbage open(Scene scene) throws Exception {
    LoadClient innocent = scene.innocent(Generation.B, "onlooker");
    Scene.await("register", innocent.register("echo"));
    return new Garbage(scene, innocent);
  }

  @Override
  public String name() {
    return "garbage";
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(250);
  }

  @Override
  public int round() throws Exception {
    Generation generation = random.nextBoolean() ? Generation.A : Generation.B;
    LoadClient client = scene.villain(generation, "garbage", 0);
    for (int i = 0; i < FRAMES; i++) {
      byte[] bytes = bytes();
      int opcode = random.nextInt(4) == 0 ? ClientFrame.TEXT : ClientFrame.BINARY;
      boolean addressed = random.nextBoolean();
      client.loop().execute(() -> send(client, opcode, addressed, bytes));
    }
    // It may have been closed for what it sent, which is as well.
    client.loop().submit(client::kill).join();
    noHttp();
    Scene.echo(innocent, innocent.address(), "alive");
    return FRAMES + 1;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[1 + random.nextInt(MAX_BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  /** Bytes alone, or behind a head by which they come back: what is behind it is not looked at. */
  private static void send(LoadClient client, int opcode, boolean addressed, byte[] bytes) {
    MsgpackWriter w = client.loop().scratch();
    if (addressed) {
      w.map(3).entry("type", "method").entry("to", client.address());
      w.entry("method", "services.nonesuch.nothing");
    }
    client.link().send(opcode, w.raw(ByteBuffer.wrap(bytes), 0, bytes.length));
  }

  private void noHttp() throws Exception {
    try (Socket socket = new Socket(scene.url().getHost(), scene.url().getPort());
        OutputStream out = socket.getOutputStream()) {
      out.write(bytes());
    }
  }

  @Override
  public void close() {
    innocent.close();
  }
}
