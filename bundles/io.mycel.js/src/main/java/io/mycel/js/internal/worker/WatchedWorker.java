package io.mycel.js.internal.worker;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.limits.Watched;

/** A worker as the watchdog sees it. */
final class WatchedWorker implements Watched {
  private final JsWorker worker;

  WatchedWorker(JsWorker worker) {
    this.worker = worker;
  }

  @Override
  public String name() {
    return worker.spec().name();
  }

  @Override
  public Thread thread() {
    return worker.thread();
  }

  @Override
  public boolean busy() {
    return worker.loop().busy();
  }

  @Override
  public long taskNumber() {
    return worker.loop().taskNumber();
  }

  @Override
  public long copiedBytes() {
    return worker.bridge().copiedBytes();
  }

  @Override
  public Limits limits() {
    return worker.limits();
  }

  @Override
  public void exceeded(String reason) {
    worker.fail(reason);
  }

  @Override
  public void runaway() {
    worker.listener().runaway();
  }
}
