package io.mycel.bench.load;

import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.Msgpack;
import java.util.concurrent.CompletableFuture;

/** A call that is made once, and whose answer becomes Java values. */
final class SingleCall implements Sessions.Waiting {
  private final Sessions sessions;
  private final CompletableFuture<Object> answer = new CompletableFuture<>();
  private int place = -1;

  SingleCall(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Takes a place among those who wait, and tells the session's id. */
  String begin() {
    place = sessions.enter(this);
    return sessions.id(place, sessions.next(place));
  }

  CompletableFuture<Object> answer() {
    return answer;
  }

  @Override
  public void answered(Message message, boolean resolved) {
    sessions.leave(place);
    if (resolved) {
      answer.complete(Msgpack.value(message.buffer(), message.arg(0)));
    } else {
      answer.completeExceptionally(new CallException(LoadClient.reason(message)));
    }
  }

  @Override
  public void lost(String reason) {
    answer.completeExceptionally(new CallException("connection lost: " + reason));
  }
}
