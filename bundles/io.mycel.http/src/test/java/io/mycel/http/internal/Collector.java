package io.mycel.http.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** A subscriber that asks only when its test does. */
final class Collector implements Flow.Subscriber<ByteBuffer> {
  final List<String> pieces = new ArrayList<>();
  Flow.Subscription subscription;
  Throwable failure;
  int completed;

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
  }

  @Override
  public void onNext(ByteBuffer piece) {
    pieces.add(StandardCharsets.UTF_8.decode(piece).toString());
  }

  @Override
  public void onError(Throwable given) {
    failure = given;
  }

  @Override
  public void onComplete() {
    completed++;
  }
}
