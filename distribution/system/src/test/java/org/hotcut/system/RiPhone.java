package org.hotcut.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

import gov.nist.javax.sip.SipStackExt;
import gov.nist.javax.sip.clientauthutils.AccountManager;
import gov.nist.javax.sip.clientauthutils.AuthenticationHelper;
import gov.nist.javax.sip.clientauthutils.UserCredentials;

/** A telephone on JAIN-SIP RI's own stack, transactions and dialogs included. What happens to it is remembered as events in words, each awaited in turn. */
final class RiPhone implements SipListener, AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int NONCE_SECONDS = 300;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final String user;
    private final SipStack stack;
    private final SipProvider provider;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;
    private final AuthenticationHelper helper;
    private final SipURI contact;
    private int serial;

    /** What happened, with the transaction and the dialog it happened to, either of which may be null. */
    record Event(String what, ServerTransaction asked, ClientTransaction answered, Dialog dialog, Response response) { }

    private record Credentials(String getUserName, String getPassword, String getSipDomain) implements UserCredentials {
        @Override
        public String getUserName() {
            return getUserName;
        }

        @Override
        public String getPassword() {
            return getPassword;
        }

        @Override
        public String getSipDomain() {
            return getSipDomain;
        }
    }

    /** Starts a stack at an address, which sends everything to the server at 127.0.0.1. */
    RiPhone(String user, String password, String host, int port, String transport) throws SipException, TooManyListenersException, InvalidArgumentException, java.text.ParseException {
        this.user = user;
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", user + host + port + transport);
        properties.setProperty("javax.sip.OUTBOUND_PROXY", "127.0.0.1:5060/" + transport);
        properties.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "OFF");
        stack = factory.createSipStack(properties);
        addresses = factory.createAddressFactory();
        headers = factory.createHeaderFactory();
        messages = factory.createMessageFactory();
        ListeningPoint point = stack.createListeningPoint(host, port, transport);
        provider = stack.createSipProvider(point);
        provider.addSipListener(this);
        AccountManager accounts = (transaction, realm) -> new Credentials(user, password, realm);
        helper = ((SipStackExt) stack).getAuthenticationHelper(accounts, headers);
        contact = addresses.createSipURI(user, host);
        contact.setPort(port);
        contact.setTransportParam(transport);
        stack.start();
    }

    /** Registers for so many seconds, answering the challenge. */
    void register(int seconds) throws Exception {
        Request register = request(Request.REGISTER, "sip:example.org", user);
        register.addHeader(headers.createExpiresHeader(seconds));
        send(register);
        await("200 to REGISTER");
    }

    /** Calls somebody; the challenge is answered. */
    void call(String callee) throws Exception {
        send(request(Request.INVITE, "sip:" + callee + "@example.org", callee));
    }

    /** Takes back a call that is not answered. */
    void cancel(Event ringing) throws SipException {
        provider.getNewClientTransaction(ringing.answered.createCancel()).sendRequest();
    }

    /** Answers an INVITE. */
    void answer(Event invite, int status) throws Exception {
        invite.asked.sendResponse(response(invite.asked.getRequest(), status));
    }

    /** Ends a call. */
    void hangUp(Dialog dialog) throws SipException {
        dialog.sendRequest(provider.getNewClientTransaction(dialog.createRequest(Request.BYE)));
    }

    /** Waits for an event that is called so; events before it that are called otherwise are an error, but for provisional responses: over UDP one comes again when the machine is slow. */
    Event await(String what) throws InterruptedException {
        return await(what::equals, what);
    }

    private Event await(Predicate<String> wanted, String what) throws InterruptedException {
        List<String> before = new ArrayList<>();
        while (true) {
            Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + what + " came to " + user + "; before: " + before);
            }
            if (wanted.test(event.what)) {
                return event;
            }
            if (!event.what.startsWith("1")) {
                throw new AssertionError("not " + what + " but " + event.what + " came to " + user + ": " + event.response);
            }
            before.add(event.what);
        }
    }

    private void send(Request request) throws SipException {
        provider.getNewClientTransaction(request).sendRequest();
    }

    private Request request(String method, String uri, String to) throws Exception {
        Address from = addresses.createAddress("sip:" + user + "@example.org");
        Request request = messages.createRequest(addresses.createURI(uri), method, provider.getNewCallId(), headers.createCSeqHeader(1L, method),
                headers.createFromHeader(from, user + ++serial), headers.createToHeader(addresses.createAddress("sip:" + to + "@example.org"), null),
                List.of(headers.createViaHeader(contact.getHost(), contact.getPort(), contact.getTransportParam(), null)), headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createContactHeader(addresses.createAddress(contact)));
        return request;
    }

    private Response response(Request request, int status) throws Exception {
        Response response = messages.createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(user + contact.getPort() + serial);
        }
        response.addHeader(headers.createContactHeader(addresses.createAddress(contact)));
        return response;
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            Request request = event.getRequest();
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null && !request.getMethod().equals(Request.ACK)) {
                transaction = provider.getNewServerTransaction(request);
            }
            switch (request.getMethod()) {
                case Request.INVITE -> transaction.sendResponse(response(request, Response.RINGING));
                case Request.CANCEL, Request.BYE -> transaction.sendResponse(messages.createResponse(Response.OK, request));
                default -> { }
            }
            events.add(new Event(request.getMethod(), transaction, null, event.getDialog(), null));
        } catch (Exception e) {
            events.add(new Event(e.toString(), null, null, null, null));
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        Response response = event.getResponse();
        CSeqHeader cseq = (CSeqHeader) response.getHeader(CSeqHeader.NAME);
        int status = response.getStatusCode();
        try {
            if (status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED) {
                helper.handleChallenge(response, event.getClientTransaction(), provider, NONCE_SECONDS).sendRequest();
                return;
            }
            if (status == Response.OK && cseq.getMethod().equals(Request.INVITE)) {
                event.getDialog().sendAck(event.getDialog().createAck(cseq.getSeqNumber()));
            }
            events.add(new Event(status + " to " + cseq.getMethod(), null, event.getClientTransaction(), event.getDialog(), response));
        } catch (Exception e) {
            events.add(new Event(e.toString(), null, null, null, response));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        events.add(new Event("timeout", null, null, null, null));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        events.add(new Event("no way to " + event.getHost(), null, null, null, null));
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // said of each
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // said of each
    }

    /** Does not wait: the stack takes a second to end its threads. */
    @Override
    public void close() {
        Thread end = new Thread(stack::stop, "end of " + stack.getStackName());
        end.setDaemon(true);
        end.start();
    }
}
