// Curl › EasyHandle: one of libcurl's easy handles, with its memory, behind safe calls.
//
// The handle keeps pointers into our memory: the error buffer, the note of sockets and the list of fields, which
// live here and are released after it; and the owner of the callbacks, which whoever drives the
// handle keeps alive until reset() or the end.
//
// Handles are used again (see EasyHandlePool). To set all options costs a tenth of fetching a small page, and most requests
// of a client differ in their URL alone; so a handle keeps its options after a plain GET that went well, and is reset before
// it is used for anything else. One thing about a request is forgotten at a reset only: how often libcurl has tried it
// again because its connection had died. It gives up at the fifth time, whichever requests these were. So the times that
// libcurl begins a request are counted, and a handle that was begun more than once does not keep its options.

internal import CBraidCurl

/// Owns a libcurl easy handle. Confined to one user at a time, like the handle itself.
@safe final class EasyHandle {
    let raw: OpaquePointer
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private let openings: UnsafeMutablePointer<braid_curl_openings>
    private var fieldList: OpaquePointer?
    private let sockets: SocketWishes

    /// What the options were set for.
    struct Preparation: Equatable {
        let settings: Settings
        let isSecure: Bool

        static func == (left: Preparation, right: Preparation) -> Bool {
            left.settings === right.settings && left.isSecure == right.isSecure
        }
    }
    /// Nil if the options that are set are for one transfer only.
    var preparation: Preparation?

    /// Whether libcurl keeps the connection when the transfer has ended. May be changed while it goes on.
    var mayKeepConnection = true {
        didSet {
            guard mayKeepConnection != oldValue else { return }
            _ = setIfKnown(BRAID_CURLOPT_FORBID_REUSE, mayKeepConnection ? 0 : 1)
        }
    }

    /// - Parameter sockets: who is told which sockets are opened and closed; what it names must live as long as any
    ///   connection that was opened for this handle.
    init(sockets: SocketWishes) throws(HTTPError) {
        try loadLibrary()
        self.sockets = sockets
        // Safety: a new handle, ours alone until deinit releases it.
        guard let handle = unsafe braid_curl_easy_init() else { throw HTTPError(.resources, "out of memory") }
        unsafe raw = handle
        // Safety: released in deinit, after the handle that writes to it.
        unsafe errorBuffer = .allocate(capacity: Int(BRAID_CURL_ERROR_SIZE))
        unsafe errorBuffer.initialize(repeating: 0, count: Int(BRAID_CURL_ERROR_SIZE))
        unsafe openings = .allocate(capacity: 1)
        unsafe openings.initialize(to: braid_curl_openings())
    }

    deinit {
        // Safety: the handle goes first, since until then it may use the buffer and the list.
        unsafe braid_curl_easy_cleanup(raw)
        unsafe braid_curl_list_free(fieldList)
        unsafe errorBuffer.deallocate()
        unsafe openings.deallocate()
    }

    /// Forgets every option and every pointer to a transfer; connections live on.
    func reset() {
        preparation = nil
        mayKeepConnection = true
        // Safety: the handle is alive; after the reset it no longer knows the list that is freed.
        unsafe braid_curl_easy_reset(raw)
        unsafe braid_curl_list_free(fieldList)
        unsafe fieldList = nil
    }

    /// Whether nothing needs to be set for another transfer but what is its own.
    func isPrepared(for preparation: Preparation?) -> Bool {
        preparation != nil && preparation == self.preparation
    }

    /// Whether the options may stay after a transfer that has ended well: they suit others, and nothing else is left of it.
    var mayKeepOptions: Bool {
        // Safety: ours for as long as the handle lives.
        unsafe preparation != nil && openings.pointee.requests == 1
    }

    /// The handle's address as a number, which tells handles apart.
    // Safety: the address is only a name here; nobody turns it back into a pointer.
    var identity: UInt { unsafe UInt(bitPattern: raw) }

    // MARK: Options

    func set(_ option: Int32, _ value: Int) throws(HTTPError) {
        // Safety: the handle is alive, and the value is copied.
        try check(unsafe braid_curl_easy_set_long(raw, option, value), option)
    }

    func set(_ option: Int32, _ value: String?) throws(HTTPError) {
        // Safety: the handle is alive, and libcurl copies the string.
        guard let value else { return try check(unsafe braid_curl_easy_set_string(raw, option, nil), option) }
        // Without this call, Swift would make an array of it first.
        let code = unsafe value.withCString { unsafe braid_curl_easy_set_string(raw, option, $0) }
        try check(code, option)
    }

    /// Sets an option that an older libcurl may not have; false if it does not.
    func setIfKnown(_ option: Int32, _ value: Int) -> Bool {
        // Safety: as in set.
        unsafe braid_curl_easy_set_long(raw, option, value) == BRAID_CURLE_OK
    }

    /// The same for a string.
    func setIfKnown(_ option: Int32, _ value: String) -> Bool {
        // Safety: as in set.
        unsafe braid_curl_easy_set_string(raw, option, value) == BRAID_CURLE_OK
    }

    /// Sends `body` with a POST-like request. libcurl keeps a copy.
    func setBody(_ body: [UInt8]) throws(HTTPError) {
        let size = BRAID_CURLOPT_POSTFIELDSIZE_LARGE
        // Safety: the handle is alive. The size is set first, so that exactly these bytes are copied.
        try check(unsafe braid_curl_easy_set_int64(raw, size, Int64(body.count)), size)
        let fields = BRAID_CURLOPT_COPYPOSTFIELDS
        // Safety: the bytes are used only within the closure, while the array is alive.
        let code = unsafe body.withUnsafeBytes { bytes in
            // Safety: an empty array may have no address, but libcurl wants one to see a body at all;
            // the buffer is alive within the closure, and libcurl only reads from it.
            let address = unsafe bytes.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0) }
            let some = unsafe address ?? UnsafeMutableRawPointer(errorBuffer)
            return unsafe braid_curl_easy_set_pointer(raw, fields, some)
        }
        try check(code, fields)
    }

    /// Sends these lines, each `Name: value`, `Name;` for an empty value or `Name:` to send none.
    func setFields(_ lines: [String]) throws(HTTPError) {
        for line in lines {
            // Safety: the list is ours until reset or deinit; libcurl copies the line.
            let longer = unsafe braid_curl_list_append(fieldList, line)
            unsafe fieldList = longer ?? fieldList
            guard unsafe longer != nil else { throw HTTPError(.resources, "out of memory") }
        }
        let option = BRAID_CURLOPT_HTTPHEADER
        // Safety: the handle only borrows the list, which outlives its use.
        try check(unsafe braid_curl_easy_set_list(raw, option, fieldList), option)
    }

    /// Has libcurl send error texts to our buffer and note here what it does about sockets. For every use of a handle that
    /// was reset.
    func watch() throws(HTTPError) {
        // Safety: the buffer lives as long as the handle.
        unsafe try setPointer(BRAID_CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorBuffer))
        let (onHeader, onBody) = (BRAID_CURLOPT_HEADERFUNCTION, BRAID_CURLOPT_WRITEFUNCTION)
        // Safety: functions without a context; what they are given is set by connect(to:).
        try check(unsafe braid_curl_easy_set_data_callback(raw, onHeader, receiveHeaderLine), onHeader)
        try check(unsafe braid_curl_easy_set_data_callback(raw, onBody, receiveBodyPiece), onBody)
        // Safety: the openings live as long as the handle, the wishes as long as any connection.
        let code = unsafe braid_curl_easy_watch_sockets(
            raw, openings, noteOpenedSocket, noteClosedSocket, Unmanaged.passUnretained(sockets).toOpaque())
        try check(code, BRAID_CURLOPT_OPENSOCKETFUNCTION)
    }

    /// Sends header lines and body to the transfer, whom the caller keeps alive until it is connected to another, or the
    /// handle is reset.
    func connect(to transfer: Transfer) throws(HTTPError) {
        // Safety: the buffer lives as long as the handle; the transfer as the caller promises.
        let owner = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe errorBuffer[0] = 0
        unsafe openings.pointee.count = 0
        unsafe openings.pointee.error = 0
        unsafe openings.pointee.requests = 0
        unsafe try setPointer(BRAID_CURLOPT_HEADERDATA, owner)
        unsafe try setPointer(BRAID_CURLOPT_WRITEDATA, owner)
        // Safety: as above. A libcurl that is too old to ask looks up as many names as it likes.
        _ = unsafe braid_curl_easy_set_lookup_callback(raw, permitLookup, owner)
    }

    /// Sends what the transfer supplies, so many bytes if that is known.
    func setUpload(from transfer: Transfer, length: Int?) throws(HTTPError) {
        try set(BRAID_CURLOPT_UPLOAD, 1)
        let size = BRAID_CURLOPT_INFILESIZE_LARGE
        // Safety: the handle is alive, and the value is copied.
        try check(unsafe braid_curl_easy_set_int64(raw, size, Int64(length ?? -1)), size)
        // Safety: as in connect(to:).
        unsafe try setPointer(BRAID_CURLOPT_READDATA, Unmanaged.passUnretained(transfer).toOpaque())
        let onRead = BRAID_CURLOPT_READFUNCTION
        // Safety: a function without a context; what it is given is set above.
        try check(unsafe braid_curl_easy_set_data_callback(raw, onRead, supplyBodyPiece), onRead)
    }

    /// Goes on after a callback has paused the transfer. Callbacks may be called before this returns.
    func resume() {
        // Safety: the handle is alive, and so is the transfer that the callbacks are given.
        _ = unsafe braid_curl_easy_resume(raw)
    }

    private func setPointer(_ option: Int32, _ pointer: UnsafeMutableRawPointer) throws(HTTPError) {
        // Safety: the handle is alive; connect(to:) says why the pointer stays valid.
        try check(unsafe braid_curl_easy_set_pointer(raw, option, pointer), option)
    }

    private func check(_ code: Int32, _ option: Int32) throws(HTTPError) {
        guard code != BRAID_CURLE_OK else { return }
        guard code != BRAID_CURLE_OUT_OF_MEMORY else { throw HTTPError(.resources, "out of memory") }
        throw HTTPError(.library, "libcurl refused option \(option): \(EasyHandle.text(code))")
    }

    // MARK: What happened

    func integer(_ info: Int32) -> Int {
        var value = 0
        // Safety: the handle is alive; the value stays 0 if this libcurl cannot tell.
        _ = unsafe braid_curl_easy_get_long(raw, info, &value)
        return value
    }

    func wideInteger(_ info: Int32) -> Int {
        var value: Int64 = 0
        // Safety: as in integer.
        _ = unsafe braid_curl_easy_get_int64(raw, info, &value)
        return Int(value)
    }

    func string(_ info: Int32) -> String? {
        var value: UnsafePointer<CChar>?
        // Safety: on success the string is the handle's, terminated, and is copied at once.
        guard unsafe braid_curl_easy_get_string(raw, info, &value) == BRAID_CURLE_OK else { return nil }
        return unsafe value.map { unsafe String(cString: $0) }
    }

    /// The system's error number behind a failure; 0 if unknown. libcurl keeps that of connect(2) and
    /// of later calls, we that of socket(2).
    var systemError: Int32 {
        let later = Int32(truncatingIfNeeded: integer(BRAID_CURLINFO_OS_ERRNO))
        // Safety: ours for as long as the handle lives.
        return later != 0 ? later : unsafe openings.pointee.error
    }

    /// How many sockets libcurl has wanted since `connect` or `forgetSockets`.
    var socketCount: Int32 {
        // Safety: as above.
        unsafe openings.pointee.count
    }

    /// Counts sockets from 0 again.
    func forgetSockets() {
        // Safety: as above.
        unsafe openings.pointee.count = 0
    }

    /// libcurl's own words about the last failure; empty if it had none.
    var errorText: String {
        // Safety: the buffer is ours, and libcurl always terminates what it writes there.
        unsafe String(cString: errorBuffer)
    }

    /// libcurl's general words about a result.
    static func text(_ code: Int32) -> String {
        // Safety: a constant string of the library.
        unsafe String(cString: braid_curl_easy_strerror(code))
    }
}
