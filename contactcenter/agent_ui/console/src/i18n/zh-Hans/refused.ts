/** 简体中文：为什么某个值不能使用，按服务器给出的代码。 */
export const refused: Record<string, string> = {
  telephone_number: "这不是有效的电话号码，请连同国家代码一起输入，例如 +86 10 8888 8888。", whom_to_call: "请输入要呼叫的号码：这里没有已知的号码。", no_carrier: "本馆没有可在那里响铃的电话服务，请联系管理员设置。",
  mail_address: "这不是有效的电子邮件地址，应如 name@example.org。", no_mail_address: "没有可以寄送答复的电子邮件地址。", own_address: "这是本馆自己的地址，请去掉。", nobody_in_to: "请填写收件人。", too_many_addresses: "收件人和抄送过多，请减少一些。", not_by_mail: "该咨询不以电子邮件回复，不能填写收件人或抄送。",
  unknown: "所选的内容不存在或已被移除，请从列表中另选。", own_queue_only: "请选择您自己的队列，之后再转交。", not_of_queue: "对方不属于该队列：请先转移工单，或先请对方查看。", not_of_department: "该队列不属于此部门，请选择此部门的队列。", queue_retired: "该队列已停用，请先恢复使用或另选。", theirs_already: "该会话已由对方处理。",
  skill_language: "咨询只按中文和英文识别语言，其他语言请作为专长添加。", skill_twice: "同一技能重复出现，请只保留一个。", same_target: "两个时限针对同一种情况，请只保留一个。", too_many: "数量已达上限，请先移除一个。",
  file_gone: "有文件已不存在，请重新添加。", empty: "内容为空，请输入文字或添加文件。", text_too_long: "短信过长，请缩短。", text_no_files: "短信不能携带文件，请改用链接或其他方式。", text_file_kind: "短信不能携带此类文件，请去掉。", text_files_many: "短信携带的文件过多，请去掉一些。", text_files_large: "短信携带的文件总量过大，请去掉一些。", fax_files: "传真只能携带 PDF 文件和图片，请去掉其他文件。",
  too_far: "最多可设到两年之后。", not_to_come: "请选择一个将来的时间。", days: "结束日期不能早于开始日期，也不能相隔过久。", opening: "开放时间应在当天午夜之前开始，并在开始之后一天内结束。", overlap: "同一天的两段时间重叠，请合并。", time_zone: "没有这个时区，应如 Asia/Shanghai 或 Europe/Berlin。",
  below_itself: "一项需求不能放在它自己之下。", too_deep: "需求分类的层级已达上限。", itself: "工单不能与它自己关联或合并。", foreign_messages: "请选择该工单的消息；并入其中的工单请在原处拆分。", one_stays: "请至少在原处留下一条消息。", one_audience: "视图只能给一个部门或所有人，请选择其一。", no_word: "请输入文字：字母、数字或汉字。",
  list_rule: "规则和标签不能这样组合：请选择“已搁置”列表并只按规则筛选。", list_owner: "同事的工单请在“全部”列表中查看，且只列出处理中的；其余请用文字查找。", list_tag: "按标签筛选时不能再按渠道筛选，请去掉其中一个。", list_words: "文字查找只能配合队列和标签，并按最新排序，请去掉其他条件。",
  password_length: "密码长度不符合要求，请换一个。", sign_in_refused: "当前密码不正确。", unknown_staff: "没有这位员工。", unknown_department: "没有这个部门。",
  missing: "有必填内容尚未填写。", string_too_short: "内容过短，请补充。", string_too_long: "内容过长，请缩短。", too_short: "所选过少，请补充。", too_long: "所选过多，请减少。", greater_than_equal: "数值过小。", less_than_equal: "数值过大。",
};
