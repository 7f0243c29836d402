/** What one error code means, wherever it appears. */
export interface ErrorDefinition {
  /** HTTP status that a gateway answers with. */
  readonly status: number;
  /** Meaning in English. */
  readonly en: string;
  /** Meaning in Chinese. */
  readonly zh: string;
  /**
   * True when a contract writes this code to the ledger as the outcome of a successful transaction (a refusal on
   * business grounds). Any other code means that nothing was written.
   */
  readonly recorded?: true;
}

/**
 * Every error code of the system: contracts throw or record them, gateways answer with them, nobody reads the prose.
 * `docs/error-codes.md` is generated from this table.
 */
export const ERROR_CATALOGUE = {
  INVALID_INPUT: { status: 400, en: 'The input does not follow its schema.', zh: '输入不符合格式要求。' },
  INVALID_IDENTIFIER: { status: 400, en: 'The license identifier is malformed.', zh: '电子证照标识格式错误。' },
  ATTRIBUTE_UNKNOWN: {
    status: 400,
    en: 'An attribute is not defined by the license type.',
    zh: '照面属性未在证照类型中定义。',
  },
  ATTRIBUTE_MISSING: {
    status: 400,
    en: 'An attribute required by the license type is missing.',
    zh: '缺少证照类型规定的必填照面属性。',
  },
  ATTRIBUTE_INVALID: {
    status: 400,
    en: 'The value of an attribute does not fit the license type.',
    zh: '照面属性值不符合证照类型的规定。',
  },
  HOLDER_KIND_NOT_ALLOWED: {
    status: 400,
    en: 'The license type cannot be held by this kind of holder.',
    zh: '该证照类型不适用于此类持有主体。',
  },
  HOLDER_KEY_MISMATCH: {
    status: 400,
    en: 'The lookup key of the holder was not derived from the identity number.',
    zh: '持有主体查找键与证件号码不对应。',
  },
  TIME_SKEWED: {
    status: 400,
    en: 'The transaction time differs too much from the clock of the endorser.',
    zh: '交易时间与背书节点时钟相差过大。',
  },
  EFFECTIVE_TIME_INVALID: {
    status: 400,
    en: 'The time of effect lies before the last step of the license or in the future.',
    zh: '生效时间早于该证照的上一环节或晚于当前时间。',
  },
  GRANTEE_UNKNOWN: {
    status: 400,
    en: 'The department to be authorised belongs to no organisation of the network.',
    zh: '被授权部门不属于本网络内的任何机构。',
  },
  PRESENTATION_INVALID: {
    status: 400,
    en: 'What was shown is not what the presentation was made for.',
    zh: '出示内容与亮证登记不一致。',
  },
  WEBHOOK_URL_NOT_ALLOWED: {
    status: 400,
    en: 'A webhook needs an HTTPS address that is open to it.',
    zh: '推送地址须为允许访问的安全网址。',
  },
  UNAUTHENTICATED: { status: 401, en: 'An access token is required.', zh: '需要访问令牌。' },
  TOKEN_INVALID: { status: 401, en: 'The access token is not valid.', zh: '访问令牌无效。' },
  TOKEN_WRONG_ORGANISATION: {
    status: 403,
    en: 'The access token belongs to another organisation.',
    zh: '访问令牌属于其他机构。',
  },
  FORBIDDEN_ORGANISATION: {
    status: 403,
    en: 'The organisation of the caller may not do this.',
    zh: '调用者所在机构无权进行此操作。',
  },
  FORBIDDEN_DIVISION: {
    status: 403,
    en: 'The division in the certificate is not that of the organisation.',
    zh: '证书中的行政区划与所在机构不符。',
  },
  FORBIDDEN_ROLE: { status: 403, en: 'The role of the caller may not do this.', zh: '调用者的角色无权进行此操作。' },
  FORBIDDEN_DEPARTMENT: {
    status: 403,
    en: 'The department of the caller may not do this.',
    zh: '调用者所在部门无权进行此操作。',
  },
  ISSUER_NOT_ENTITLED: {
    status: 403,
    en: 'The department is not entitled to issue this license type.',
    zh: '该部门无权颁发此类证照。',
  },
  SUCCESSION_NOT_AGREED: {
    status: 403,
    en: 'Two other districts must agree before the city may act for a district.',
    zh: '须有另外两个区县同意，市级机构方可代为办理。',
  },
  NOT_A_PARTY: {
    status: 403,
    en: 'Only a party to the license may read its private part.',
    zh: '仅证照相关方可读取其非公开内容。',
  },
  NOT_FOUND: { status: 404, en: 'There is nothing at this address.', zh: '该地址不存在。' },
  TYPE_NOT_FOUND: { status: 404, en: 'The license type is not registered.', zh: '证照类型未登记。' },
  LICENSE_NOT_FOUND: { status: 404, en: 'There is no such license.', zh: '证照不存在。' },
  GRANT_NOT_FOUND: { status: 404, en: 'There is no such grant for the license.', zh: '该证照没有此项授权。' },
  PRESENTATION_NOT_FOUND: { status: 404, en: 'There is no such presentation.', zh: '亮证记录不存在。' },
  HOLDER_NOT_FOUND: { status: 404, en: 'The city does not know this holder.', zh: '市级机构没有该持有主体的记录。' },
  ERASURE_NOT_FOUND: { status: 404, en: 'The holder has not been erased.', zh: '该持有主体未办理清除。' },
  WEBHOOK_NOT_FOUND: { status: 404, en: 'There is no such webhook.', zh: '推送订阅不存在。' },
  REQUEST_TIMEOUT: { status: 408, en: 'The request did not arrive in time.', zh: '请求未在限期内送达。' },
  TYPE_EXISTS: { status: 409, en: 'The license type is already registered.', zh: '证照类型已登记。' },
  LICENSE_EXISTS: { status: 409, en: 'The license has already been issued.', zh: '证照已颁发。' },
  TYPE_VERSION_STALE: {
    status: 409,
    en: 'The license type has been amended since the version named.',
    zh: '证照类型在所指版本之后已有修订。',
  },
  VERSIONS_EXHAUSTED: { status: 409, en: 'The license has 999 versions already.', zh: '证照版本号已用尽。' },
  ATTACHMENTS_FULL: { status: 409, en: 'The license has as many seals as it can have.', zh: '证照签章数量已达上限。' },
  PRESENTATION_EXISTS: { status: 409, en: 'The code of the presentation is in use.', zh: '亮证码已被使用。' },
  HOLDER_ERASED: { status: 409, en: 'The holder has been erased already.', zh: '该持有主体已办理清除。' },
  WEBHOOKS_FULL: { status: 409, en: 'The organisation has as many webhooks as it can have.', zh: '本机构的推送订阅数量已达上限。' },
  REQUEST_REUSED: {
    status: 409,
    en: 'The request id was used before with another body.',
    zh: '请求编号已用于内容不同的请求。',
  },
  HOLDER_MISMATCH: {
    status: 409,
    en: 'The holder supplied is not the one the ledger knows.',
    zh: '所提供的持有主体与账本记录不一致。',
  },
  WRITE_CONFLICT: {
    status: 409,
    en: 'Another transaction changed the same record at the same time.',
    zh: '同一记录被其他交易同时修改。',
  },
  ERASED: { status: 410, en: 'The private part has been erased.', zh: '非公开内容已清除。' },
  PAYLOAD_TOO_LARGE: { status: 413, en: 'The request body is too large.', zh: '请求内容过大。' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, en: 'The media type is not supported.', zh: '不支持的媒体类型。' },
  TYPE_NOT_IN_FORCE: {
    status: 422,
    en: 'The license type is not in force on the date of issue.',
    zh: '证照类型在颁发之日不处于有效期内。',
    recorded: true,
  },
  STATUS_NOT_ALLOWED: {
    status: 422,
    en: 'The status of the license does not allow this.',
    zh: '证照当前状态不允许此项操作。',
    recorded: true,
  },
  VERSION_NOT_CURRENT: {
    status: 422,
    en: 'A newer version of the license has replaced this one.',
    zh: '该证照版本已被新版本取代。',
    recorded: true,
  },
  VALIDITY_ENDED: { status: 422, en: 'The validity of the license has ended.', zh: '证照有效期已届满。', recorded: true },
  VALIDITY_NOT_ENDED: {
    status: 422,
    en: 'The validity of the license has not ended yet.',
    zh: '证照有效期尚未届满。',
    recorded: true,
  },
  VALIDITY_NOT_EXTENDED: {
    status: 422,
    en: 'A renewal must end later than the version before.',
    zh: '延续后的有效期须晚于原有效期。',
    recorded: true,
  },
  TRANSFER_NOT_OFFERED: {
    status: 422,
    en: 'The license is not being transferred to this organisation and holder.',
    zh: '该证照未向本机构及该持有主体办理转出。',
    recorded: true,
  },
  TRANSFER_TAKEN: { status: 422, en: 'The transfer has been completed already.', zh: '该证照已办理转入。', recorded: true },
  LICENSE_NOT_IN_FORCE: {
    status: 422,
    en: 'The license is not in force at this moment.',
    zh: '证照此刻不处于有效状态。',
    recorded: true,
  },
  GRANT_WITHDRAWN: { status: 422, en: 'The grant has been withdrawn.', zh: '授权已撤回。', recorded: true },
  GRANT_EXPIRED: { status: 422, en: 'The grant has expired.', zh: '授权已过期。', recorded: true },
  GRANT_EXHAUSTED: { status: 422, en: 'The grant has been used up.', zh: '授权次数已用尽。', recorded: true },
  USE_OUT_OF_SCOPE: {
    status: 422,
    en: 'The use lies outside the grant.',
    zh: '超出授权范围用证。',
    recorded: true,
  },
  PRESENTATION_EXPIRED: { status: 422, en: 'The presentation has expired.', zh: '亮证码已过期。', recorded: true },
  PRESENTATION_USED: { status: 422, en: 'The presentation has been used already.', zh: '亮证码已被核验使用。', recorded: true },
  RATE_LIMITED: {
    status: 429,
    en: 'The caller sends too many requests, try again later.',
    zh: '该调用方请求过多，请稍后重试。',
  },
  INTERNAL: { status: 500, en: 'Something unexpected went wrong.', zh: '发生内部错误。' },
  ENDORSEMENT_POLICY_FAILURE: {
    status: 502,
    en: 'The endorsements collected do not satisfy the policy.',
    zh: '所得背书不满足背书策略。',
  },
  OVERLOADED: {
    status: 503,
    en: 'There is more to do than can be done in time, try again later.',
    zh: '系统繁忙，无法及时处理，请稍后重试。',
  },
  ENDORSEMENT_UNAVAILABLE: {
    status: 503,
    en: 'An organisation that must endorse cannot be reached.',
    zh: '必须背书的机构无法连接。',
  },
  ORDERER_UNAVAILABLE: {
    status: 503,
    en: 'The ordering service takes no transactions, and as many as may wait do so already.',
    zh: '排序服务未受理交易，等待中的交易已达上限。',
  },
  PEER_UNAVAILABLE: {
    status: 503,
    en: 'No peer of the organisation can be reached.',
    zh: '本机构的节点无法连接。',
  },
  CA_UNAVAILABLE: {
    status: 503,
    en: 'The certificate authority of the organisation cannot be reached.',
    zh: '本机构的证书颁发服务无法连接。',
  },
  INDEX_UNAVAILABLE: { status: 503, en: 'The search index cannot be used at present.', zh: '检索索引暂不可用。' },
  HOLDER_KEY_UNAVAILABLE: {
    status: 503,
    en: 'This peer does not hold the key that finds holders.',
    zh: '该节点不持有用于查找持有主体的密钥。',
  },
  PRIVATE_DATA_UNAVAILABLE: {
    status: 503,
    en: 'The private part has not reached this peer yet.',
    zh: '非公开内容尚未到达该节点。',
  },
  DEADLINE_EXCEEDED: { status: 504, en: 'The network did not answer in time.', zh: '网络未在限期内应答。' },
  COMMIT_UNKNOWN: {
    status: 504,
    en: 'The transaction was sent and its outcome is not known yet; repeat the same request.',
    zh: '交易已提交但结果尚未确定，请以相同请求重试。',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The codes that a contract records on the ledger as a refusal. */
export type RecordedRefusalCode = {
  [Code in ErrorCode]: (typeof ERROR_CATALOGUE)[Code] extends { readonly recorded: true } ? Code : never;
}[ErrorCode];

/** Every code, in the order of the catalogue. */
export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as readonly ErrorCode[];

/** Whether the text is a code of the catalogue. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CATALOGUE, text);
}

/** What a code means. */
export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return ERROR_CATALOGUE[code];
}

/** Whether a contract records this code on the ledger instead of throwing it. */
export function isRecordedRefusal(code: ErrorCode): code is RecordedRefusalCode {
  return errorDefinition(code).recorded === true;
}
