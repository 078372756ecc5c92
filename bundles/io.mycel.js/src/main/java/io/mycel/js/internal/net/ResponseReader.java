package io.mycel.js.internal.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;

/** Collects an answer, and gives up as soon as it is too long. */
final class ResponseReader implements Response.Listener {
  private final long maxBytes;
  private final NetworkAccess.Request request;
  private final boolean redirected;
  private final BiConsumer<NetworkAccess.Response, Throwable> done;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  ResponseReader(
      long maxBytes,
      NetworkAccess.Request request,
      boolean redirected,
      BiConsumer<NetworkAccess.Response, Throwable> done) {
    this.maxBytes = maxBytes;
    this.request = request;
    this.redirected = redirected;
    this.done = done;
  }

  @Override
  public void onHeaders(Response response) {
    if (response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > maxBytes) {
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
        new IOException("the answer is longer than " + maxBytes + " bytes, which is the limit"));
  }

  @Override
  public void onComplete(Result result) {
    if (result.isFailed()) {
      done.accept(null, result.getFailure());
      return;
    }
    Response response = result.getResponse();
    List<NetworkAccess.Header> headers =
        response.getHeaders().stream()
            .map(field -> new NetworkAccess.Header(field.getName(), field.getValue()))
            .toList();
    String reason = response.getReason() == null ? "" : response.getReason();
    done.accept(
        new NetworkAccess.Response(
            response.getStatus(),
            reason,
            request.url(),
            redirected,
            headers,
            content.toByteArray()),
        null);
  }
}
