package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpResponse;
import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.TransportCounters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends the responses of routes. */
final class ResponseWriter {
  private static final Set<String> OWN =
      Set.of("content-length", "date", "connection", "transfer-encoding");

  private final TransportCounters counters;
  private final FileResponse files;

  ResponseWriter(TransportCounters counters, BufferPool pool) {
    this.counters = counters;
    this.files = new FileResponse(pool);
  }

  /** Sends a response; the callback is completed when it is sent or its client is gone. */
  void write(HttpResponse answer, Request request, Response response, Callback callback) {
    head(answer, response);
    HttpResponse.Body body = answer.body();
    if (body instanceof HttpResponse.Body.File file) {
      // Reading a disk may block, and the stage may have been completed by any thread.
      request
          .getComponents()
          .getExecutor()
          .execute(() -> writeFile(file.path(), request, response, callback));
      return;
    }
    counters.answered(answer.status());
    if (body instanceof HttpResponse.Body.Bytes bytes) {
      writeBytes(bytes.bytes().slice(), request, response, callback);
    } else if (body instanceof HttpResponse.Body.Stream stream) {
      writeStream(stream, request, response, callback);
    }
  }

  private static void head(HttpResponse answer, Response response) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, value);
              }
            });
  }

  private static void writeBytes(
      ByteBuffer bytes, Request request, Response response, Callback callback) {
    if (response.getStatus() != 204 && response.getStatus() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
    }
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, head ? null : bytes, callback);
  }

  private void writeFile(Path path, Request request, Response response, Callback callback) {
    try {
      files.send(path, request, response, callback);
      counters.answered(response.getStatus());
    } catch (NoSuchFileException | AccessDeniedException e) {
      fail(Failures.response(404, "not found"), request, response, callback);
    } catch (IOException | RuntimeException e) {
      fail(Failures.response(e, request.getHttpURI().getPath()), request, response, callback);
    }
  }

  /** Another answer instead, which is possible until something was sent. */
  void fail(HttpResponse answer, Request request, Response response, Callback callback) {
    if (response.isCommitted()) {
      callback.failed(new IOException("failed after the head was sent"));
      return;
    }
    response.reset();
    write(answer, request, response, callback);
  }

  private static void writeStream(
      HttpResponse.Body.Stream body, Request request, Response response, Callback callback) {
    String target = request.getHttpURI().getPath();
    StreamResponse stream = new StreamResponse(response, callback, target);
    if (request.getMethod().equals("HEAD")) {
      stream.startWithoutBody(body.pieces());
      return;
    }
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    new ClientWatch(endPoint, stream::clientGone).start();
    stream.start(body.pieces());
  }
}
